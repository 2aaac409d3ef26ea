"""Forms: how names, titles, people, dates, venues and results are written, wherever they stand."""
