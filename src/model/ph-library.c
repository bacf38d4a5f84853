/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-library.h"

#include <dlfcn.h>

gpointer
ph_library_get (gpointer handle, const char *name)
{
  gpointer function = dlsym (handle, name);

  if (function == NULL)
    g_error ("%s", dlerror ());
  return function;
}

gboolean
ph_library_is_there (PhLibrary *library)
{
  gpointer handle;

  if (g_atomic_pointer_get (&library->handle) != NULL)
    return TRUE;
  handle = dlopen (library->soname, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL)
    return FALSE;
  ph_library_load (library);
  dlclose (handle);
  return TRUE;
}

gpointer
ph_library_load (PhLibrary *library)
{
  if (g_once_init_enter (&library->handle))
    {
      gpointer handle = dlopen (library->soname, RTLD_NOW | RTLD_LOCAL);

      if (handle == NULL)
        g_error ("%s", dlerror ());
      if (library->loaded != NULL)
        library->loaded (handle);
      g_once_init_leave (&library->handle, handle);
    }
  return library->handle;
}

gpointer
ph_library_find (PhLibrary *library, const char *name, gpointer *found)
{
  gpointer function = g_atomic_pointer_get (found);

  if (function != NULL)
    return function;
  function = ph_library_get (ph_library_load (library), name);
  g_atomic_pointer_set (found, function);
  return function;
}
