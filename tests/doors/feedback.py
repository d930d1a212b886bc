"""What readers of norms say."""

from __future__ import annotations

from tests.doors.door import Door
from tests.world import World


def feedback(world: World) -> dict[str, tuple[Door, ...]]:
    """What readers of norms say."""
    given = {"id": world.feedback.pk}
    about = {"slug": world.feedback.product, "version": world.feedback.version}
    need = {"title": "Leserne finner ikke reglene", "text": "Flere lesere finner ikke reglene om reise."}
    return {
        "feedback": (Door(),),
        "feedback-thanks": (Door(),),
        "feedback-give": (Door(about, post=302, form={"found": "no", "words": "Hva med reisen?"}),),
        "feedback-need": (Door(given, {"product": world.feedback.product}, post=302, form=need),),
    }
