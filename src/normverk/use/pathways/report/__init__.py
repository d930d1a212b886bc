"""The report over many patients: shares and days by pathway, clock, hospital and period, from files of record events.

Made with DuckDB inside the hospital's or the region's own zone. Courses that are simple, which most are, are judged by one
query over whole numbers (simple.py); all others by the evaluators that know the whole clock language (others.py). Tests
hold the sum of the two to the reference evaluator, line by line.
"""
