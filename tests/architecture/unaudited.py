"""Reviewed by hand: public functions of services that leave no audit line, or ask for no permission, and why."""

__all__ = ["NO_LINE", "NO_PERMISSION"]

NO_LINE = {
    "accounts.end_sign_ins": "part of an act that leaves the line with the number of ended sign-ins",
    "accounts.has_password": "reads",
    "accounts.issue_first_run_link": "there is nobody yet who could act; the first administrator's line follows",
    "accounts.keep_one_administrator": "a refusal, or nothing",
    "accounts.note": "keeps how a try ended, in `attempts`",
    "accounts.open_for": "part of signing in, and of changing a password; they leave the line",
    "attachments.open_file": "reads; the page that shows a file leaves the look",
    "beds.build_rooms": "the rows behind making rooms and behind an import; both leave the line",
    "beds.carry_over": "part of moving a bed, which leaves the line",
    "beds.check_unit": "a refusal, or nothing",
    "beds.claim_bed": "the one writer of claims; the act that wants the bed leaves the line",
    "beds.end_claim": "the one writer of claims; the act that gives the bed back leaves the line",
    "beds.end_terms": "part of retiring, which leaves the line",
    "beds.made_of_rooms": "reads",
    "beds.move_out_of_unit": "part of dissolving a unit, which leaves the line",
    "beds.move_place": "part of moving, splitting and merging, which leave the line",
    "beds.place_beds": "the rows behind adding beds and behind an import; both leave the line",
    "beds.release_bed": "the one writer of claims; the act that ends the stay leaves the line",
    "imports.examine": "reads the ledger and keeps its report; checking leaves the line",
    "imports.examine_ledger": "reads a ledger that is not kept",
    "imports.map_columns": "reads",
    "imports.moved_on": "reads",
    "imports.open_run": "reads; the pages that show rows leave the look",
    "imports.revert_change": "part of undoing an import, which leaves the line",
    "imports.write_beds": "part of applying an import, which leaves the line",
    "imports.write_change": "part of applying an import, which leaves the line",
    "regions.seed_regions": "the owner's reference data, from the project's own file",
    "welcome.begin": "the first administrator and the first home each leave theirs",
}

NO_PERMISSION = {
    "accounts.change_password": "one's own, under the present password",
    "accounts.choose_language": "one's own",
    "accounts.choose_text_size": "one's own",
    "accounts.create_first_administrator": "the one-time link is the permission",
    "accounts.end_one_sign_in": "one's own; the query looks nowhere else",
    "accounts.grant_role": "written for acts that have asked: making an account, giving a role",
    "accounts.new_user": "written for acts that have asked: making an account, the first administrator",
    "accounts.sign_in": "the password or code is the permission",
    "accounts.sign_out": "one's own",
    "accounts.sign_out_everywhere": "one's own",
    "attachments.keep_file": "whoever owns the thing the file belongs to has asked",
    "attachments.keep_upload": "whoever owns the thing the file belongs to has asked",
}
