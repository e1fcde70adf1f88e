"""The words of the raw contract that the generator uses, in the order of their numbers."""

from __future__ import annotations

EMPLOYMENT = (
    "salaried_govt",
    "salaried_private",
    "self_employed_professional",
    "self_employed_business",
    "gig_or_daily",
    "retired",
    "student",
    "not_employed",
)
GOVT, PRIVATE, PROFESSIONAL, BUSINESS, GIG, RETIRED, STUDENT, NOT_EMPLOYED = range(8)

EDUCATION = ("below_class_12", "class_12", "graduate", "postgraduate", "professional")
GENDER = ("female", "male", "other")
MARITAL = ("single", "married", "divorced", "widowed", "other")
OWNERSHIP = ("owned", "rented", "family", "employer")
PROFESSION = (
    "clerical",
    "engineer",
    "teacher",
    "doctor",
    "trader",
    "driver",
    "farmer",
    "manager",
    "technician",
    "other",
)
STATUS = (
    "applied",
    "approved",
    "rejected",
    "withdrawn",
    "disbursed",
    "closed",
    "written_off",
    "settled",
)
APPLIED, APPROVED, REJECTED, WITHDRAWN, DISBURSED, CLOSED, WRITTEN_OFF, SETTLED = range(8)

CHANNEL = ("branch", "digital", "dealer", "dsa", "partner")
GRADE = ("A", "B", "C", "D", "E", "F", "G")
ENTERPRISE_SIZE = ("micro", "small", "medium")

METHOD = ("auto_debit", "upi", "neft", "cash", "cheque", "other")
AUTO_DEBIT, UPI, NEFT, CASH, CHEQUE, OTHER_METHOD = range(6)
PAYMENT_STATUS = ("paid", "bounced")
