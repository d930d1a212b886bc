"""Which branches may apply to each round: by the stop's code or the plan, by age, and by findings."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.words import RUN, of, same

_R: Final = of("r", RUN)
_BEFORE: Final = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"


def branch_steps() -> tuple[Step, ...]:
    """From rounds to the branches that may apply to them."""
    return (
        ("answered", _ANSWERED),
        ("by_code", _BY_CODE),
        ("plan", _PLAN),
        ("listed", _LISTED),
        ("unshadowed", _UNSHADOWED),
        ("candidate", _CANDIDATE),
    )


# Whether a branch's conditions hold: 2 they do, 1 not known, 0 one does not.
_ANSWERED: Final = f"""
SELECT {_R}, b.place, min(CASE
    WHEN w.condition IS NULL THEN 2
    WHEN w.finding IS NOT NULL THEN CASE WHEN f.answer IS NULL THEN 1 WHEN v.answer IS NULL THEN 0 ELSE 2 END
    WHEN r.age IS NULL THEN 1
    WHEN r.age < coalesce(w.least, r.age) OR r.age > coalesce(w.most, r.age) THEN 0
    ELSE 2 END) AS holds
FROM run r JOIN nv_branch b ON b.ck = r.ck
LEFT JOIN nv_when w ON w.ck = b.ck AND w.place = b.place
LEFT JOIN found f ON {same("f", "r")} AND f.finding = w.finding
LEFT JOIN nv_when_answer v ON v.ck = w.ck AND v.place = w.place AND v.condition = w.condition AND v.answer = f.answer
WHERE r.case_of = 'running' OR r.case_of = 'stopped'
GROUP BY {_R}, b.place"""

# Stopped: branches that name the code, then those without codes, in order up to the first that certainly holds.
_BY_CODE: Final = f"""
SELECT {RUN}, place FROM (
  SELECT o.*, coalesce(sum(CASE WHEN holds = 2 THEN 1 ELSE 0 END) OVER (
    PARTITION BY {RUN} ORDER BY unnamed, place {_BEFORE}), 0) AS certain
  FROM (
    SELECT {_R}, a.place, a.holds, CASE WHEN c.code = r.b_code THEN 0 ELSE 1 END AS unnamed
    FROM run r JOIN answered a ON {same("a", "r", RUN)}
    JOIN nv_branch_code c ON c.ck = a.ck AND c.place = a.place AND (c.code = r.b_code OR c.code = '')
    WHERE r.case_of = 'stopped' AND r.by_delay = 0) o) s
WHERE holds > 0 AND certain = 0"""

# Running, or stopped by a delay: the latest plan that points at a branch.
_PLAN: Final = f"""
SELECT {_R}, max(m.nth) AS nth
FROM run r JOIN member m ON {same("m", "r")}
JOIN (SELECT DISTINCT ck, treatment FROM nv_planned) p ON p.ck = r.ck AND p.treatment = m.treatment
WHERE r.case_of = 'running' OR (r.case_of = 'stopped' AND r.by_delay = 1)
GROUP BY {_R}"""

_LISTED: Final = f"""
SELECT {_R}, 0 AS listing, a.place, a.holds
FROM plan r JOIN member m ON m.patient = r.patient AND m.pathway = r.pathway AND m.nth = r.nth
JOIN nv_planned p ON p.ck = r.ck AND p.treatment = m.treatment
JOIN answered a ON {same("a", "r", RUN)} AND a.place = p.place
UNION ALL
SELECT {_R}, 1, a.place, a.holds
FROM run r JOIN answered a ON {same("a", "r", RUN)}
WHERE r.case_of = 'running' OR (r.case_of = 'stopped' AND r.by_delay = 1)"""

# A branch of which every code is taken by earlier ones that certainly hold can no longer be chosen.
_UNSHADOWED: Final = f"""
SELECT {RUN}, listing, place FROM (
  SELECT {of("l", RUN)}, l.listing, l.place, l.holds,
    sum(CASE WHEN l.holds = 2 THEN 1 ELSE 0 END) OVER (
      PARTITION BY {of("l", RUN)}, l.listing, c.code ORDER BY l.place {_BEFORE}) AS certain
  FROM listed l JOIN nv_branch_code c ON c.ck = l.ck AND c.place = l.place) s
WHERE holds > 0
GROUP BY {RUN}, listing, place
HAVING min(coalesce(certain, 0)) = 0"""

_CANDIDATE: Final = f"""
SELECT {_R}, b.branch, b.counted, b.lim, b.early, b.unit
FROM (
  SELECT {RUN}, place FROM by_code
  UNION ALL
  SELECT {RUN}, place FROM (
    SELECT u.*, min(listing) OVER (PARTITION BY {RUN}) AS first_listing FROM unshadowed u) f
  WHERE listing = first_listing) r
JOIN nv_branch b ON b.ck = r.ck AND b.place = r.place"""
