/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-key-template.h"

G_BEGIN_DECLS

/* The fields of key templates: their names, and what each stands for.  For ph-key-template.c. */

typedef enum
{
  PH_KEY_FIELD_YEAR,
  PH_KEY_FIELD_SHORT_YEAR,
  PH_KEY_FIELD_MONTH,
  PH_KEY_FIELD_DAY,
  PH_KEY_FIELD_HOUR,
  PH_KEY_FIELD_MINUTE,
  PH_KEY_FIELD_SECOND,
  PH_KEY_FIELD_MILLISECOND,
  PH_KEY_FIELD_TIMESTAMP,
  PH_KEY_FIELD_TIMESTAMP_MS,
  PH_KEY_FIELD_LAST_TIME = PH_KEY_FIELD_TIMESTAMP_MS,
  PH_KEY_FIELD_NAME,
  PH_KEY_FIELD_FULL_NAME,
  PH_KEY_FIELD_EXTENSION,
  PH_KEY_FIELD_FOLDER,
  PH_KEY_FIELD_MD5,
  PH_KEY_FIELD_MD5_BASE64,
  PH_KEY_FIELD_SHA1,
  PH_KEY_FIELD_SHA256,
  PH_KEY_FIELD_UUID,
  PH_KEY_FIELD_RANDOM,
  PH_KEY_FIELD_MIXED_RANDOM,
  PH_KEY_FIELD_WIDTH,
  PH_KEY_FIELD_HEIGHT,
  PH_KEY_FIELD_COUNTER,
  PH_KEY_FIELD_LITERAL, /* no field, but text between fields */
} PhKeyFieldId;

typedef struct
{
  PhKeyFieldId id;
  char *literal; /* of PH_KEY_FIELD_LITERAL */
  guint start;   /* characters; for the local folder: unused */
  guint length;  /* characters, 0: all; for the local folder: how many folders */
} PhKeyField;

/* @text is what stands between the braces, as "sha256:16".  FALSE with PH_ERROR_SETTINGS. */
gboolean ph_key_field_parse (const char *text, PhKeyField *field, GError **error);

/* Hexadecimal digits in full for a content hash, else 0. */
guint ph_key_field_get_digits (PhKeyFieldId id);

/* What @field stands for.  Names of files and folders are cut to @name_max bytes each; everything
 * else is whole.  (transfer full) */
char *ph_key_field_expand (const PhKeyField *field, const PhKeyValues *values, gsize name_max);

G_END_DECLS
