"""Whether what was pushed may go in: the checks in their order, before anything is stored or swapped.

size → signature → parse → schema → cross-checks → nothing vanished unlisted → serial rises. Each function raises
``EditionRefused`` at the first step that fails, with all of its reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from radar_core.editions.bundle import MAX_BUNDLE_BYTES, BundleFile, read_bundle
from radar_core.editions.refusal import EditionRefused, Step, refuse
from radar_core.editions.removals import undeclared
from radar_core.errors import Fault
from radar_core.model import Bundle, Status
from radar_core.push.activation import MAX_ACTIVATION_BYTES, MAX_SERIAL, Activation, read_activation
from radar_core.push.signing import OVERHEAD, BadSignature, Signed, open_envelope

MAX_STEP = 1_000
"""How much a serial rises at most, so that nobody uses up all there are in one activation."""

NOT_IN_PRODUCTION = frozenset({Status.EKSEMPEL, Status.UDKAST})
"""What a production never activates."""

Keys = Mapping[str, Ed25519PublicKey]
"""The public keys of the settings, by key id. A key that is no longer among them is revoked."""


@dataclass(frozen=True)
class AdmittedBundle:
    """A bundle that may be stored."""

    bundle_file: BundleFile
    content: bytes
    """The bundle file, without its envelope."""
    key_id: str


@dataclass(frozen=True)
class AdmittedActivation:
    """An activation that may take effect."""

    activation: Activation
    content: bytes
    """The activation's bytes, without their envelope."""
    key_id: str
    is_repeat: bool
    """It is the one that counts already; nothing is to be done."""


def admit_bundle(
    envelope: bytes, keys: Keys, live: Bundle | None, taken: Mapping[str, str], file: str = "udgave"
) -> AdmittedBundle:
    """A signed bundle file, checked against the ``live`` one. Raises ``EditionRefused``.

    ``taken`` is the hash of every stored bundle by its name; the same bytes again are no fault.
    """
    signed = opened(envelope, MAX_BUNDLE_BYTES, keys, file)
    try:
        new = read_bundle(signed.content, file)
        if taken.get(new.name, new.bundle.sha256) != new.bundle.sha256:
            raise name_is_taken(new.name, file)
        if live is not None and new.name not in taken and (faults := undeclared(new, live, file)):
            raise EditionRefused(Step.REMOVED, faults)
    except EditionRefused as refused:
        raise _signed_by(signed, refused) from None
    return AdmittedBundle(new, signed.content, signed.key_id)


def admit_activation(
    envelope: bytes,
    keys: Keys,
    bundles: Mapping[str, BundleFile],
    latest: Activation | None,
    live: Bundle | None,
    been_live: Collection[str],
    *,
    is_production: bool,
    reached: int | None = None,
    file: str = "aktivering",
) -> AdmittedActivation:
    """A signed activation of one of the stored ``bundles`` (by hash). Raises ``EditionRefused``.

    ``latest`` is the activation that counts now, None before the first; ``reached`` the highest serial, where that is
    another's, which cannot be read here. ``live`` is the bundle in use, ``been_live``
    the hashes of those that ever were. Taking an edition back needs no list of what vanishes: only a bundle that has
    never been live is held against the live one.
    """
    signed = opened(envelope, MAX_ACTIVATION_BYTES, keys, file)
    try:
        activation = read_activation(signed.content, file)
        is_repeat = activation == latest
        if not is_repeat:
            _check_target(activation, bundles, live, been_live, is_production, file)
            _check_serial(activation, latest, reached or 0, file)
    except EditionRefused as refused:
        raise _signed_by(signed, refused) from None
    return AdmittedActivation(activation, signed.content, signed.key_id, is_repeat)


def opened(envelope: bytes, most: int, keys: Keys, file: str) -> Signed:
    """What is in an envelope of at most ``most`` bytes, signed with one of the keys. Raises ``EditionRefused``."""
    if len(envelope) > most + OVERHEAD:
        raise refuse(Step.SIZE, f"Filen er for stor: den må højst fylde {_size(most)} foruden underskriften.", file)
    try:
        return open_envelope(envelope, keys)
    except BadSignature as error:
        raise refuse(Step.SIGNATURE, str(error), file) from None


def _check_target(
    activation: Activation,
    bundles: Mapping[str, BundleFile],
    live: Bundle | None,
    been_live: Collection[str],
    is_production: bool,
    file: str,
) -> None:
    target = bundles.get(activation.bundle)
    if target is None:
        raise refuse(
            Step.CROSS,
            f"Der er ingen udgave med SHA-256 {activation.bundle[:16]}… her. Send udgaven, før den gøres gældende.",
            file,
        )
    status = target.bundle.edition.status
    if is_production and status in NOT_IN_PRODUCTION:
        raise refuse(
            Step.CROSS, f"Udgaven {target.name} har status »{status.value}« og kan ikke gøres gældende her.", file
        )
    if live is None or target.bundle.sha256 == live.sha256 or target.bundle.sha256 in been_live:
        return
    if faults := undeclared(target, live, target.name):
        raise EditionRefused(Step.REMOVED, [Fault(file, 0, f"{target.name}: {fault.message}") for fault in faults])


def name_is_taken(name: str, file: str) -> EditionRefused:
    """The refusal of a bundle whose name another has."""
    reason = f"Udgaven {name} findes allerede med et andet indhold. Giv rettelsen et højere tal i »revision«."
    return refuse(Step.CROSS, reason, file)


def _check_serial(activation: Activation, latest: Activation | None, reached: int, file: str) -> None:
    highest = max(reached, latest.serial if latest else 0)
    if highest < activation.serial <= highest + MAX_STEP:
        return
    if activation.serial == highest:
        reason = f"Serienummer {activation.serial} er allerede brugt til en anden aktivering."
    elif activation.serial < highest:
        reason = f"Serienummeret er {activation.serial}, men {highest} er allerede nået; det må kun stige."
    else:
        reason = f"Serienummeret er {activation.serial}, men det må højst stige med {MAX_STEP} fra {highest}."
    if highest >= MAX_SERIAL:
        raise refuse(Step.SERIAL, f"{reason} Der er ikke flere. Spørg dem, der driver botten.", file)
    raise refuse(Step.SERIAL, f"{reason} Brug {highest + 1}.", file)


def _signed_by(signed: Signed, refused: EditionRefused) -> EditionRefused:
    return EditionRefused(refused.step, refused.faults, signed.key_id)


def _size(most: int) -> str:
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1_000} kB"
