"""What tells whether two revisions hold the same."""

import hashlib
import json
from collections.abc import Sequence

from ptstudio.core.dataset import Split
from ptstudio.data._ids import Ids


def fingerprint(ids: Ids, truths: Sequence[str], splits: Sequence[Split]) -> str:
    """A sha256 over samples, truths and splits, in whatever order they come."""
    digest = hashlib.sha256()
    for at in ids.in_order():
        digest.update(f"{ids[at]}\t{json.dumps(truths[at])}\t{splits[at]}\n".encode())
    return digest.hexdigest()
