#pragma once
#include <sqlite3.h>
// A function-like cast, which Swift does not import: SQLite copies the bytes it is bound to.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }
