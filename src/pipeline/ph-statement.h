/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "ph-database.h"

G_BEGIN_DECLS

/* The prepared statements of one connection, kept by their text.  For ph-database.c only; what may
 * be done with a statement is in ph-database.h. */
typedef struct _PhStatementCache PhStatementCache;

PhStatementCache *ph_statement_cache_new (sqlite3 *handle);
void ph_statement_cache_free (PhStatementCache *cache); /* before the connection is closed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhStatementCache, ph_statement_cache_free)

PhStatement *ph_statement_cache_prepare (PhStatementCache *cache, const char *sql, GError **error);
/* Ends all statements that stand in the middle of their rows. */
void ph_statement_cache_reset (PhStatementCache *cache);
/* Has a statement met a damaged page? */
gboolean ph_statement_cache_met_damage (PhStatementCache *cache);
/* Has a statement met a full disk since this was asked last? */
gboolean ph_statement_cache_take_full (PhStatementCache *cache);

G_END_DECLS
