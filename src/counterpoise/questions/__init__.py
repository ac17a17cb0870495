"""The public verbs: each is a function, and a command made from it."""

from counterpoise.questions import gravity
from counterpoise.questions.accords import agree
from counterpoise.questions.agreed import agreements
from counterpoise.questions.applied import tariffs
from counterpoise.questions.between import bridge
from counterpoise.questions.both import equation
from counterpoise.questions.changes import simulate
from counterpoise.questions.chokepoints import products
from counterpoise.questions.coercion import leverage
from counterpoise.questions.contests import truce, war
from counterpoise.questions.costs import costs
from counterpoise.questions.dealings import relations
from counterpoise.questions.dossier import ties
from counterpoise.questions.ensembles import ensemble
from counterpoise.questions.gradients import gradient
from counterpoise.questions.insurance import hedge
from counterpoise.questions.line import positions
from counterpoise.questions.negotiations import negotiate
from counterpoise.questions.optima import optimal
from counterpoise.questions.past import trend
from counterpoise.questions.protection import security
from counterpoise.questions.recorded import commitments, phrase
from counterpoise.questions.reliance import rely
from counterpoise.questions.stances import votes

__all__ = [
    "agree",
    "agreements",
    "bridge",
    "commitments",
    "costs",
    "ensemble",
    "equation",
    "gradient",
    "gravity",
    "hedge",
    "leverage",
    "negotiate",
    "optimal",
    "phrase",
    "positions",
    "products",
    "relations",
    "rely",
    "security",
    "simulate",
    "tariffs",
    "ties",
    "trend",
    "truce",
    "votes",
    "war",
]
