"""Starts a clinic's own library: a folder whose files are laid over the bundled ones."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from booklet import files
from booklet.errors import EnvironmentProblem, Span
from booklet.resources import Resources

CLINIC: Final = """\
# The clinic that hands the sheets out. Its name and address stand at the top of page 1.
name: Example Clinic
address:
  - 1 Example Street
  - Example Town
phone: 000 000 0000
# web: www.example.org

# A picture beside this file, SVG or PNG:
# logo: logo.svg

# The colour of headings. It must be dark enough to read (contrast 7:1 on white):
# accent: "#0f4c5c"
"""

WORDS_NOTE: Final = """\
# An example of a file that replaces a bundled one: this has the same path as the words that the templates print.
# Change what you like, but leave every key and every {name} in braces. Delete the file to return to the bundled words.
"""

README: Final = """\
# A clinic's own library for booklet

    booklet build           # every handout, into out/
    booklet watch           # again whenever a file is saved
    booklet check content   # reading grade, safety, claims

Run these in this folder: `clinic.yaml` makes it your library. From elsewhere, write
`booklet --library THIS-FOLDER build`.

A file here replaces the bundled file with the same path; any other file is added. What you do not change stays up to
date with the program.

| file | what it decides |
|---|---|
| `clinic.yaml` | name, address, logo, accent colour |
| `templates/handout/format.yaml` | which sections the handout has, in which order, under which headings |
| `content/languages/en/words.yaml` | the fixed words, an example of a replaced file |
| `content/regions/<name>.yaml` | a region of your own |

Checklists are made from exams, with `booklet checklist EXAM`. Copy these files from the program to adapt them:

| file | what it decides |
|---|---|
| `content/cautions.yaml` | what an exam can warn of, what the sheet then says, which tools and muscles it takes away |
| `content/ranking.yaml` | how sore spots are ranked, and how many are listed |
| `content/checklist.yaml` | what the checklist says beside its spots |
| `templates/checklist/format.yaml` | which sections it has, in which order, under which headings |

Booklets, inserts and copies for a print shop can be adapted in the same way:

| file | what it decides |
|---|---|
| `templates/booklet/format.yaml` | the sections of a booklet, and the pages to write on |
| `templates/insert/format.yaml` | the sections of an insert, which of them are optional, and its type sizes |
| `templates/insert/folds.yaml` | how inserts are folded, and how large their panels are |
| `content/product.yaml` | what is said of the product, the address of the QR code, the Pharmacode |
| `templates/press/inks.yaml` | what each colour becomes on a printing press, and the most ink |

`booklet schema -o schemas` writes JSON Schemas, with which an editor completes keys and marks mistakes while you type.
"""


def start(resources: Resources, folder: Path) -> list[Path]:
    """Write a new library into a folder, which must be empty or not there yet; the files, in the order written.

    Raises EnvironmentProblem when the folder is not empty or cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise EnvironmentProblem.at(Span(str(folder)), "is not empty", "name a new folder")
    texts = {
        "clinic.yaml": CLINIC,
        "templates/handout/format.yaml": _bundled(resources, "templates/handout/format.yaml"),
        "content/languages/en/words.yaml": WORDS_NOTE + _bundled(resources, "content/languages/en/words.yaml"),
        "README.md": README,
    }
    for name, text in texts.items():
        files.write(folder / name, text.encode())
    return [folder / name for name in texts]


def _bundled(resources: Resources, name: str) -> str:
    return (resources.roots[-1] / name).read_text(encoding="utf-8")
