"""The pages of the plan: reading it, writing it, answering for oneself, and what a professional is asked."""
