"""Models of the archives."""

from archives.models.package import ArchivePackage, PackageKind, PackageState

__all__ = ["ArchivePackage", "PackageKind", "PackageState"]
