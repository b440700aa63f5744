"""What a print shop does with finished pages: lays them on sheets, marks where to cut and fold, keeps what they say."""
