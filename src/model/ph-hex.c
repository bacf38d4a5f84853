/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-hex.h"

void
ph_hex_write (char *text, const guint8 *bytes, gsize n_bytes)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < n_bytes; i++)
    {
      *text++ = digits[bytes[i] >> 4];
      *text++ = digits[bytes[i] & 15];
    }
  *text = '\0';
}
