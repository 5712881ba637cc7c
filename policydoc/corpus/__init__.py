"""Many documents: one pure function a file, and what runs it over folders."""
