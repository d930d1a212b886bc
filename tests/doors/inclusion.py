"""Shares of patients in a pathway, which are open to everybody, and the doors where a register's file is read."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.door import Door
from tests.figures import CLOCK, NEXT, PUBLISHED, register
from tests.world import World


class Register(SimpleUploadedFile):
    """A file that may be sent again and again."""

    def read(self, *size: int) -> bytes:
        """All of it, each time."""
        self.seek(0)
        return bytes(super().read(*size))


def inclusion(world: World) -> dict[str, tuple[Door, ...]]:
    """Figures and published figures, and what changes them."""
    pathway = {"pathway": CLOCK["pathway"]}
    published = {**pathway, "period": PUBLISHED}
    file = Register("register.csv", register(included=31))
    return {
        "inclusion-list": (Door(),),
        "register-deliver": (Door(post=302, form={"file": file}),),
        "inclusion": (Door(pathway),),
        "inclusion-file": (Door(pathway),),
        "inclusion-parquet": (Door(pathway),),
        "inclusion-measure-report": (Door(pathway),),
        "inclusion-data": (Door(pathway),),
        "inclusion-published-list": (Door(pathway),),
        "inclusion-publish": (Door(pathway, post=302, form={"period": NEXT}),),
        "inclusion-published-figures": (Door(published),),
        "inclusion-published-file": (Door(published),),
        "inclusion-published-data": (Door(pathway),),
    }
