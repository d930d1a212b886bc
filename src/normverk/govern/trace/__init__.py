"""The trace: from the need to the share of patients treated in time, and back, on one page and in one API."""
