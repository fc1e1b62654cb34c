"""Every change of accounts: signing in and out, passwords, users, their grants, and the first administrator."""

from app.accounts.service.actors import profile
from app.accounts.service.first_run import create_first_administrator, issue_first_run_link
from app.accounts.service.grants import NewGrant, add_grant, end_grant
from app.accounts.service.passwords import change_password, has_password
from app.accounts.service.preferences import choose_language, choose_text_size
from app.accounts.service.sign_ins import (
    Caller,
    Opened,
    end_one_sign_in,
    open_for,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.accounts.service.users import Code, create_user, disable_user, enable_user, rename_user, reset_with_code

__all__ = [
    "Caller",
    "Code",
    "NewGrant",
    "Opened",
    "add_grant",
    "change_password",
    "choose_language",
    "choose_text_size",
    "create_first_administrator",
    "create_user",
    "disable_user",
    "enable_user",
    "end_grant",
    "end_one_sign_in",
    "has_password",
    "issue_first_run_link",
    "open_for",
    "profile",
    "rename_user",
    "reset_with_code",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
