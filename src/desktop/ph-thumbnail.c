/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-thumbnail.h"

#include "ph-picture.h"

/* About half a second, and 256 MB of memory while a decoder that can't scale is at it. */
#define PIXELS_MAX (64 * 1024 * 1024)
#define BYTES_MAX (32 * 1024 * 1024)

#define PIECE (64 * 1024)

static gboolean
is_safe (const PhPicture *picture, gint64 size)
{
  static const char *const types[]
      = { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", NULL };

  return picture->width > 0 && picture->height > 0
         && (guint64) picture->width * picture->height <= PIXELS_MAX && size <= BYTES_MAX
         && g_strv_contains (types, picture->mime);
}

/* Says how large it is to become, before anything is decoded: the header that the decoder reads
 * counts, not what we have read. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  gboolean *is_too_large = user_data;
  double scale = (double) PH_THUMBNAIL_SIZE / MAX (width, height);

  *is_too_large = (gint64) width * height > PIXELS_MAX;
  if (*is_too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)),
                                MAX (1, (int) (height * scale)));
}

/* The first frame is enough. */
static void
on_updated (GdkPixbufLoader *loader, int x, int y, int width, int height, gpointer user_data)
{
  GdkPixbufAnimation *animation = gdk_pixbuf_loader_get_animation (loader);
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  *(gboolean *) user_data = animation != NULL && !gdk_pixbuf_animation_is_static_image (animation)
                            && pixbuf != NULL && y + height >= gdk_pixbuf_get_height (pixbuf);
}

static gboolean
decode (GdkPixbufLoader *loader, PhContent *content)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gboolean is_too_large = FALSE, has_frame = FALSE, can_go_on = TRUE;
  gint64 offset = 0;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), &is_too_large);
  g_signal_connect (loader, "area-updated", G_CALLBACK (on_updated), &has_frame);
  while (can_go_on && !is_too_large && !has_frame)
    {
      gssize length = ph_content_read (content, offset, piece, PIECE, NULL);

      can_go_on = length > 0 && gdk_pixbuf_loader_write (loader, piece, (gsize) length, NULL);
      offset += length;
    }
  /* One that ends too early still shows its beginning. */
  gdk_pixbuf_loader_close (loader, NULL);
  g_signal_handlers_disconnect_by_data (loader, &is_too_large);
  g_signal_handlers_disconnect_by_data (loader, &has_frame);
  return !is_too_large;
}

/* Not every decoder scales. */
static GdkPixbuf *
shrink (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  double scale = (double) PH_THUMBNAIL_SIZE / MAX (width, height);
  g_autoptr (GdkPixbuf) small = NULL;

  if (scale < 1)
    small = gdk_pixbuf_scale_simple (pixbuf, MAX (1, (int) (width * scale)),
                                     MAX (1, (int) (height * scale)), GDK_INTERP_BILINEAR);
  return gdk_pixbuf_apply_embedded_orientation (small != NULL ? small : pixbuf);
}

GdkPixbuf *
ph_thumbnail_new (PhContent *content)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  PhPicture picture;
  GdkPixbuf *pixbuf;

  if (!ph_picture_probe (content, FALSE, &picture, NULL)
      || !is_safe (&picture, ph_content_get_size (content)))
    return NULL;
  loader = gdk_pixbuf_loader_new_with_mime_type (picture.mime, NULL);
  if (loader == NULL || !decode (loader, content))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  return pixbuf != NULL ? shrink (pixbuf) : NULL;
}
