//! Tests of the desk, laid out as its URLs are.
