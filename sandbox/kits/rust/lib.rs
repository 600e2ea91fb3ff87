//! Exists so that cargo builds what the kit depends on.
