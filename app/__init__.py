"""颐养 Yiyang: the operations system for public nursing homes."""
