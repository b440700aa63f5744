"""The postures of the technique drawings as tables of joint angles.

Degrees, as a physiotherapist measures them; pairs are left, right. The hands are then brought where they press.
"""

from __future__ import annotations

from typing import Final

from figures.build.posture import Arm, Bend, Hand, Leg, Posture, drawn_up, upright

FOLDED: Final = Arm(flex=12, out=14, turn=35, elbow=95)
ON_BACK: Final = Posture(
    trunk=Bend(front=-6),
    neck=Bend(front=8),
    legs=(drawn_up(40, out=6), drawn_up(54, out=3)),
    arms=(FOLDED, FOLDED),
)
HIPS_RAISED: Final = 3
ON_BACK_HIPS_RAISED: Final = Posture(
    trunk=Bend(front=-4),
    neck=Bend(front=16),
    legs=(drawn_up(36, 6, hip=3, tilt=HIPS_RAISED), drawn_up(49, 3, hip=3, tilt=HIPS_RAISED)),
    arms=(FOLDED, FOLDED),
)
ASIDE: Final = 62
KNEES_ASIDE: Final = Posture(
    trunk=Bend(turn=-ASIDE),
    neck=Bend(front=10, turn=-4),
    legs=(Leg(62, 14, knee=92, ankle=-25), Leg(54, -18, knee=86, ankle=-25)),
    arms=(Arm(flex=-4, out=26, elbow=14, palm=20), FOLDED),
)
AT_WALL: Final = Posture(neck=Bend(front=4), legs=(upright(36, 42, out=3), upright(43, 49)))
AT_WALL_TURNED: Final = Posture(
    trunk=Bend(front=6), neck=Bend(front=4, turn=16), legs=(upright(38, 42, out=3), upright(44, 48))
)
STANDING: Final = Posture(neck=Bend(front=6), legs=(Leg(out=3), Leg(out=3)))
FACE_DOWN: Final = Posture(
    trunk=Bend(front=-4), neck=Bend(front=-14), legs=(Leg(0, 6, knee=6, ankle=-48), Leg(0, 5, knee=4, ankle=-48))
)
KNEEL_LEAN: Final = 42
KNEELING: Final = Posture(
    trunk=Bend(front=16),
    neck=Bend(front=-10),
    legs=(Leg(KNEEL_LEAN - 2, 10, knee=91, ankle=-55), Leg(KNEEL_LEAN - 2, 10, knee=91, ankle=-55)),
)
SEAT_LEAN: Final = 22
LEANING_ON_THIGHS: Final = Posture(
    trunk=Bend(front=38),
    neck=Bend(front=-34),
    legs=(upright(88 + SEAT_LEAN, 86, SEAT_LEAN, out=7), upright(92 + SEAT_LEAN, 94, SEAT_LEAN, out=8)),
)
ANKLE_LEAN: Final = 12
ANKLE_ON_KNEE: Final = Posture(
    trunk=Bend(front=32),
    neck=Bend(front=14),
    legs=(Leg(104 + ANKLE_LEAN, 34, 78, 108), upright(88 + ANKLE_LEAN, 88, ANKLE_LEAN, out=6)),
)

FLAT: Final = Hand(curl=10, thumb=12)
FIST: Final = Hand(curl=60, fan=2, thumb=34)
