"""What hospitals' record systems hold about synthetic patients, in the forms they send it, together with the truth."""
