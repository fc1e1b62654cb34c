"""The tables of buildings, rooms, beds, their marks and their claims."""

from app.beds.models.beds import Bed, BedService
from app.beds.models.claims import BedClaim
from app.beds.models.marks import BedMark
from app.beds.models.places import Building, Floor, NursingUnit
from app.beds.models.rooms import Room, RoomTerm

__all__ = ["Bed", "BedClaim", "BedMark", "BedService", "Building", "Floor", "NursingUnit", "Room", "RoomTerm"]
