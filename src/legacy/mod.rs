//! Legacy Vietnamese encodings (TCVN3, VNI, VISCII, VPS) and damaged Unicode, to NFC Unicode.
