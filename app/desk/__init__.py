"""What lies on everyone's desk: the way in, search, the command box, the keyboard sheet."""
