/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A shared library that is loaded when something of it is called for the first time.  libcurl,
 * libcrypto and libxml2 bring thirty others along: half of what a command that sends nothing, or a
 * desktop program that waits for a picture, would spend on starting.
 *
 * A file that stands for such a library (ph-http-curl.c, ph-crypto.c, ph-xml.c) defines the
 * functions that we call of it with PH_LIBRARY_FUNCTION; whoever calls them includes the library's
 * own header and needs to know nothing of this.  Any thread may call. */

typedef struct
{
  const char *soname;               /* as it was when we were built */
  void (*loaded) (gpointer handle); /* (nullable): called before anything of it is */
  gpointer handle;                  /* (nullable): until it is loaded */
} PhLibrary;

/* What we were built with is a part of us: without the library, or a function of it, the program
 * ends and says why, as the dynamic linker does. */

/* For what we can do without: is @library there?  It is loaded then. */
gboolean ph_library_is_there (PhLibrary *library);

/* Loads @library if it isn't.  Returns: its handle */
gpointer ph_library_load (PhLibrary *library);

/* The function @name of the library with that handle. */
gpointer ph_library_get (gpointer handle, const char *name);

/* The function @name of @library, which @found keeps for the next call. */
gpointer ph_library_find (PhLibrary *library, const char *name, gpointer *found);

/* Defines @name, declared in the library's header, so that it calls the function in @library.
 * @type and @parameters are those of the declaration; @arguments: what is handed on.  Hidden, or
 * the library's own calls might come back to us. */
#define PH_LIBRARY_FUNCTION(library, type, name, parameters, arguments)                            \
  G_GNUC_INTERNAL type name parameters                                                             \
  {                                                                                                \
    static gpointer found;                                                                         \
                                                                                                   \
    return ((__typeof__ (&(name))) ph_library_find (&(library), #name, &found)) arguments;         \
  }

G_END_DECLS
