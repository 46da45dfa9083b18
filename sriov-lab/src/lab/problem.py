"""What stops the lab, in one line that says what to do."""


class LabError(Exception):
    pass
