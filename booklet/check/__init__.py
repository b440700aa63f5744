"""What is wrong with a document or with content, told as findings with stable codes."""
