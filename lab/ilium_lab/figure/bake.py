"""From the CC0 source to the baked body: skin, a shirt and shorts with clean hems, short hair, eyes and brows.

The left half is made and mirrored, so that left and right are the same to the last bit.
Sizes below are our choice, made by looking at pictures.
"""

from collections.abc import Callable

import numpy as np

from ilium_lab.figure import mesh as meshes
from ilium_lab.figure.body import INFLUENCES, Body, MaterialGroup, encode
from ilium_lab.figure.kinematics import MIRROR, Array, Rig
from ilium_lab.figure.mesh import Mesh
from ilium_lab.figure.skeleton import Bone, Skeleton, load_skeleton
from ilium_lab.figure.source import BodySource, Index, Read, load_manifest, read_source

#: Triangles left of the skin's half and of the cloth's halves.
SKIN_TRIANGLES, SHIRT_TRIANGLES, SHORTS_TRIANGLES, HAIR_TRIANGLES = 3850, 800, 520, 330
HEM, WAIST, SHORTS_END, SLEEVE_END, COLLAR = 0.085, 0.115, 0.66, 0.56, 0.077
Field = Callable[[Mesh], Array]


def bake(read: Read) -> bytes:
    """Return the body file, made from the package whose files ``read`` gives by path.

    Raises
    ------
    SpecificationError
        A file is not listed in ``source.toml``, or has another hash.
    """
    manifest = load_manifest()
    body = build(read_source(manifest, read), load_skeleton())
    return encode(body, licence=manifest.licence, made_from=manifest.package)


def build(source: BodySource, skeleton: Skeleton) -> Body:
    """Return the body made of the source."""
    rig = Rig(skeleton=skeleton, heads=_heads(source, skeleton), neutral=_neutral(source, skeleton))
    rows = np.concatenate([source.points, _weights(source, skeleton)], axis=1)
    columns = np.array([skeleton.bone(_other_side(bone.name)) for bone in skeleton.bones])
    parts = {name: meshes.mirrored_whole(half, columns) for name, half in _halves(source, rows, rig).items()}
    return _joined(rig, parts, columns)


def _other_side(name: str) -> str:
    side, _, rest = name.partition(".")
    return f"{ {'left': 'right', 'right': 'left'}[side] }.{rest}" if rest else name


# --- skeleton ----------------------------------------------------------------------------------------------------


def _heads(source: BodySource, skeleton: Skeleton) -> Array:
    return np.array([_head(source, bone.name, bone.source) for bone in skeleton.bones])


def _head(source: BodySource, bone: str, name: str) -> Array:
    if name in source.heads:
        return source.heads[name] * [0.0, 1.0, 1.0]
    left = source.heads[f"{name}.L"]
    side = 0.0 if "." not in bone else -1.0 if bone.startswith("right.") else 1.0
    return left * [side, 1.0, 1.0]


def _neutral(source: BodySource, skeleton: Skeleton) -> Array:
    return np.array([_neutral_of(source, bone) for bone in skeleton.bones])


def _neutral_of(source: BodySource, bone: Bone) -> Array:
    """Return the rotation that brings the bone's line down, and its hinge to the left or its thumb to the front."""
    if not bone.follows:
        return np.eye(3)
    heads = {name[:-2]: head for name, head in source.heads.items() if name.endswith(".L")}
    along = heads[bone.follows] - heads[bone.source]
    down, left, front = np.array([0.0, 0.0, -1.0]), np.array([1.0, 0.0, 0.0]), np.array([0.0, -1.0, 0.0])
    if bone.thumb_forward:
        across, target = heads["finger2-1"] - heads["finger5-1"], front
    elif "arm" in bone.name:
        arm, forearm = heads["lowerarm01"] - heads["upperarm01"], heads["wrist"] - heads["lowerarm01"]
        across, target = np.cross(forearm, arm), left
        across = across * np.sign(across[0])
    else:
        across, target = left, left
    turn: Array = _frame(down, target) @ _frame(along, across).T
    return MIRROR @ turn @ MIRROR if bone.name.startswith("right.") else turn


def _frame(along: Array, across: Array) -> Array:
    first = along / np.linalg.norm(along)
    second = across - first * (across @ first)
    second = second / np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def _weights(source: BodySource, skeleton: Skeleton) -> Array:
    """Return the source's skin weights added up into our bones, shape (n_points, n_bones), rows adding up to one."""
    prefixes = {prefix: bone for index, bone in enumerate(skeleton.bones) for prefix in bone.skin}
    out = np.zeros((len(source.points), len(skeleton.bones)))
    for name, (where, amount) in source.weights.items():
        prefix = max((prefix for prefix in prefixes if name.startswith(prefix)), key=len)
        stem = prefixes[prefix].name.partition(".")[2]
        side = "left" if name.endswith(".L") else "right"
        out[where, skeleton.bone(f"{side}.{stem}" if stem else prefixes[prefix].name)] += amount
    out /= np.maximum(out.sum(axis=1, keepdims=True), 1e-12)
    return out


# --- parts -------------------------------------------------------------------------------------------------------


def _halves(source: BodySource, rows: Array, rig: Rig) -> dict[str, Mesh]:
    skin = _half(rows, source.faces["body"])
    tights = _half(rows, source.faces["helper-tights"])
    eye = _half(rows, source.faces["helper-l-eye"])
    fields = _Fields(rig)
    shirt = _eased(meshes.cut(tights, fields.shirt(tights)), 0.005)
    shorts = _eased(meshes.cut(tights, fields.shorts(tights)), 0.001)
    bare = meshes.cut(skin, 0.022 - np.maximum(fields.shirt(skin, hem=HEM - 0.05), fields.shorts(skin)))
    bare = meshes.cut(bare, 0.012 - fields.hair(bare))
    hair = meshes.cut(skin, fields.hair(skin))
    thickness = 0.016 * np.clip(fields.hair(hair) / 0.05, 0.0, 1.0) ** 0.5 + 0.0015
    hair = meshes.moved(hair, thickness[:, None] * _flat_middle(hair))
    brow = meshes.cut(skin, fields.brow(skin))
    iris = meshes.cut(eye, fields.iris(eye))
    return {
        "skin": meshes.thinned(bare, SKIN_TRIANGLES),
        "shirt": meshes.hemmed(meshes.thinned(shirt, SHIRT_TRIANGLES), 0.007),
        "shorts": meshes.hemmed(meshes.thinned(shorts, SHORTS_TRIANGLES), 0.007),
        "hair": meshes.hemmed(meshes.thinned(hair, HAIR_TRIANGLES), 0.003),
        "brow": meshes.moved(brow, 0.0012 * _flat_middle(brow)),
        "eye": meshes.thinned(eye, 70),
        "iris": meshes.moved(iris, 0.0006 * meshes.normals(iris)),
    }


def _half(rows: Array, quads: Index) -> Mesh:
    left = (rows[quads, 0] >= -1e-9).all(axis=1)
    half = meshes.from_quads(rows, quads[left])
    clean = half.rows.copy()
    clean[np.abs(clean[:, 0]) < 1e-6, 0] = 0.0
    return Mesh(rows=clean, triangles=half.triangles)


def _flat_middle(mesh: Mesh) -> Array:
    """Return normals that keep rows of the middle plane in it."""
    out = meshes.normals(mesh)
    middle = mesh.points[:, 0] == 0.0
    out[middle, 0] = 0.0
    out[middle] /= np.maximum(np.linalg.norm(out[middle], axis=1, keepdims=True), 1e-12)
    return out


def _eased(mesh: Mesh, ease: float) -> Mesh:
    return meshes.moved(mesh, ease * _flat_middle(mesh))


class _Fields:
    """Where clothes, hair, brows and iris are: positive inside, about in metres from the edge."""

    def __init__(self, rig: Rig) -> None:
        self.heads = {bone.name: head for bone, head in zip(rig.skeleton.bones, rig.heads, strict=True)}
        names = ("upper_arm_top", "upper_arm", "forearm_top", "forearm", "hand", "fingers", "fingertips")
        self.arm = 3 + np.array([rig.skeleton.bone(f"left.{name}") for name in names])

    def shirt(self, mesh: Mesh, hem: float = HEM) -> Array:
        """Short sleeves, a round collar, and a hem over the shorts."""
        points = mesh.points
        sleeve = self._before(mesh, "left.upper_arm", "left.forearm", SLEEVE_END)
        on_arm = mesh.rows[:, self.arm].sum(axis=1) > 0.5
        neck, head = self.heads["neck_low"], self.heads["head"]
        axis = (head - neck) / np.linalg.norm(head - neck)
        from_axis = points - neck
        from_axis = np.linalg.norm(from_axis - np.outer(from_axis @ axis, axis), axis=1)
        below = 0.56 + 0.4 * points[:, 1] - points[:, 2]
        collar = np.where(points[:, 2] > 0.48, np.maximum(from_axis - COLLAR, below), 1.0)
        high = 0.60 + 0.5 * points[:, 1] - points[:, 2]
        out: Array = np.minimum.reduce([np.where(on_arm, sleeve, 1.0), collar, high, points[:, 2] - hem])
        return out

    def shorts(self, mesh: Mesh) -> Array:
        """From the waist, under the shirt, to above the knee."""
        on_arm = mesh.rows[:, self.arm].sum(axis=1) > 0.5
        end = self._before(mesh, "left.thigh", "left.shank", SHORTS_END)
        return np.where(on_arm, -1.0, np.minimum(end, WAIST - mesh.points[:, 2]))

    def _before(self, mesh: Mesh, start: str, end: str, share: float) -> Array:
        along = self.heads[end] - self.heads[start]
        length = float(np.linalg.norm(along))
        out: Array = share * length - (mesh.points - self.heads[start]) @ along / length
        return out

    def hair(self, mesh: Mesh) -> Array:
        """Short hair: above a line from the forehead, round the ear, to the nape."""
        _, y, z = mesh.points.T
        front_to_back = [-0.17, -0.125, -0.085, -0.055, -0.035, 0.0, 0.06]
        line = np.interp(y, front_to_back, [0.80, 0.795, 0.765, 0.745, 0.755, 0.70, 0.67])
        return np.where(z > 0.6, z - line, -1.0)

    def brow(self, mesh: Mesh) -> Array:
        """Arch over the eye."""
        x, y, z = mesh.points.T
        arch = 0.7555 + 0.003 * np.cos((x - 0.028) / 0.016)
        inside = np.minimum(0.0032 - np.abs(z - arch), 0.017 - np.abs(x - 0.030))
        return np.where((y < -0.08) & (z > 0.7), inside, -1.0)

    def iris(self, mesh: Mesh) -> Array:
        """Cover the front of the eyeball."""
        middle = (mesh.points.min(axis=0) + mesh.points.max(axis=0)) / 2
        from_middle = np.linalg.norm((mesh.points - middle)[:, [0, 2]], axis=1)
        return np.where(mesh.points[:, 1] > middle[1], -1.0, 0.0058 - from_middle)


# --- all together ------------------------------------------------------------------------------------------------


def _joined(rig: Rig, parts: dict[str, Mesh], columns: Index) -> Body:
    rows = np.concatenate([part.rows for part in parts.values()])
    triangles, groups, first_row, first = [], [], 0, 0
    for name, part in parts.items():
        triangles.append(part.triangles + first_row)
        groups.append(MaterialGroup(material=name, first=first, count=len(part.triangles)))
        first_row, first = first_row + len(part.rows), first + len(part.triangles)
    weights = rows[:, 3:]
    bones = np.argsort(-weights, axis=1, kind="stable")[:, :INFLUENCES]
    kept = np.take_along_axis(weights, bones, axis=1)
    alone = (columns[bones][:, :, None] != bones[:, None, :]).all(axis=2)
    kept[alone & (rows[:, :1] == 0.0)] = 0.0  # on the middle plane a limb pulls only together with its other side
    return Body(
        rig=rig,
        points=rows[:, :3],
        bones=bones,
        weights=kept / kept.sum(axis=1, keepdims=True),
        triangles=np.concatenate(triangles),
        groups=tuple(groups),
    )
