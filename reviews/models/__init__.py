"""三审三校 and proposals: who approved what, what was said of it, and how it ended."""

from reviews.models.proposal import (
    Proposal,
    ProposalApproval,
    ProposalEnd,
    ProposedImage,
    WaitingProposal,
)
from reviews.models.review import Approval, Claim, Comment, Notice, SeenText, Stage, Voiding

__all__ = [
    "Approval",
    "Claim",
    "Comment",
    "Notice",
    "Proposal",
    "ProposalApproval",
    "ProposalEnd",
    "ProposedImage",
    "SeenText",
    "Stage",
    "Voiding",
    "WaitingProposal",
]
