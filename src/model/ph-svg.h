/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"

G_BEGIN_DECLS

/* Looks through an SVG without building, fetching or expanding anything. */

typedef struct
{
  char root[32]; /* local name of the first element, "" where there is none */
  gboolean is_svg;
  gboolean is_active;  /* or can't be looked through: not well-formed, entities, odd encoding */
  guint width, height; /* CSS pixels; 0 where the picture has no size of its own */
} PhSvg;

/* FALSE with an error of ph_content_read ().  Of what is no SVG only the beginning is read. */
gboolean ph_svg_inspect (const PhContent *content, PhSvg *svg, GError **error);

G_END_DECLS
