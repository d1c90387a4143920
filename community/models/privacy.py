"""What each stored field says about people: the one place to look before showing, exporting or erasing.

Every field of every model of the site is in exactly one list below, and a test fails on a field that is not.
A new model adds its entry here, whatever its app: these are names, nothing is imported.
"""

from enum import StrEnum


class Sensitivity(StrEnum):
    """How carefully a field is handled."""

    # Says nothing of a person.
    NONE = "none"
    # Identifies a person, tells what they did, or is free text that may name someone.
    PERSONAL = "personal"
    # Written or given in confidence: shown to few, never in lists, logs or exports to others.
    SENSITIVE = "sensitive"
    # Opens an account or a link: never shown, never exported.
    SECRET = "secret"  # noqa: S105 - the name of a class of fields


NONE, PERSONAL, SENSITIVE, SECRET = Sensitivity

CLASSIFICATION: dict[str, dict[Sensitivity, str]] = {
    "community.Edition": {
        NONE: "id name slug starts_on ends_on external_id communes",
        PERSONAL: "summary organisers",
    },
    "community.Member": {
        NONE: "id is_demo",
        PERSONAL: "last_login name job_title language about is_active is_staff is_superuser joined_at "
        "sort_key groups user_permissions",
        SENSITIVE: "email phone",
        SECRET: "password",
    },
    "community.Membership": {NONE: "id organisation", PERSONAL: "member role created_at"},
    "community.Organisation": {
        NONE: "id kind legal_form country external_id is_active is_matched is_demo created_at updated_at",
        # A one-person business or a citizens' group is often known by a person's name and address.
        PERSONAL: "name city website summary sort_key members",
    },
    "community.Profile": {
        NONE: "id kind organisation edition themes contexts language status is_matched external_id "
        "created_at updated_at",
        PERSONAL: "title text sort_key created_by",
    },
    "community.Need": {NONE: "profile_ptr neighbourhood priority", PERSONAL: "constraints"},
    "community.Solution": {NONE: "profile_ptr stage languages", PERSONAL: "summary site_requirements"},
    "community.Ask": {NONE: "profile_ptr"},
    "community.Offer": {NONE: "profile_ptr"},
    "community.Expertise": {NONE: "profile_ptr", PERSONAL: "expert"},
    "community.Commune": {NONE: "profile_ptr department insee_code population"},
    "community.Neighbourhood": {
        NONE: "id commune name contexts population external_id updated_at sort_key",
        PERSONAL: "description",
    },
    "community.ImportRun": {
        NONE: "id type_name skips_invalid state row_total rows_done finished_at expires_at",
        # The sentences of a report quote the file.
        PERSONAL: "by file_name report created_at",
    },
    "community.ImportFile": {NONE: "id run", SENSITIVE: "content"},
    "community.Invitation": {
        NONE: "id organisation created_at expires_at accepted_at revoked_at",
        PERSONAL: "role language invited_by used_by",
        SENSITIVE: "email",
    },
    "community.AccessRequest": {
        NONE: "id state created_at answered_at",
        PERSONAL: "name organisation_name language answered_by invitation",
        SENSITIVE: "email message",
    },
    "community.Notice": {NONE: "id text", PERSONAL: "member created_at read_at", SENSITIVE: "params url"},
    "community.Mail": {
        NONE: "id",
        PERSONAL: "member created_at sent_at",
        SENSITIVE: "to subject",
        # Bodies carry codes and links, until they are sent.
        SECRET: "text html",
    },
    "community.DemoMail": {NONE: "id to subject text created_at"},
    "community.UsedLink": {NONE: "id used_at expires_at", SECRET: "digest"},
    "matching.EncoderVersion": {NONE: "id fingerprint name dimension is_serving created_at served_at"},
    "matching.Document": {NONE: "profile text_hash prepared_at", PERSONAL: "stems"},
    "matching.Passage": {NONE: "id document position field start end", PERSONAL: "text stems"},
    "matching.DocumentVector": {NONE: "id document encoder text_hash", PERSONAL: "vector"},
    "matching.PassageVector": {NONE: "id passage encoder", PERSONAL: "vector"},
    "matching.Suggestion": {
        NONE: "id relation source target position score band ranker encoder computed_at",
        # It quotes the sentences of both sides.
        PERSONAL: "explanation",
    },
    "matching.Answer": {
        NONE: "id relation source target kind until",
        PERSONAL: "by answered_at",
        SENSITIVE: "reason",
    },
    "matching.Introduction": {
        NONE: "id relation source target state proposed_at answered_at expires_at told_at told_state",
        PERSONAL: "proposed_by answered_by explanation",
        SENSITIVE: "message reason",
    },
    "matching.Connection": {NONE: "id introduction first second agreed_at"},
}


def sensitivities_of(model_label: str) -> dict[str, Sensitivity]:
    """Return the sensitivity of each field of a model, by field name.

    Raises: KeyError when the model is not classified.
    """
    listed = CLASSIFICATION[model_label]
    return {name: sensitivity for sensitivity, names in listed.items() for name in names.split()}
