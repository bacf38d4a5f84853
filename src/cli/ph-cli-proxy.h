/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

G_BEGIN_DECLS

/* The password of a profile's proxy on its way from the person to the store: by an option, typed
 * when asked, or, since people paste URLs, out of proxy=http://NAME:PASSWORD@HOST. */

typedef struct
{
  gboolean from_stdin; /* --proxy-password-stdin */
  char *file;          /* --proxy-password-file (nullable) */

  char *before;        /* (nullable) the proxy that the profile had, without its password */
  gboolean was_asked;  /* it may have a stored password */
  gboolean is_set;     /* proxy= was given */
  gboolean in_command; /* with a password in it */
  char *password;      /* (nullable) what is to be stored */
} PhCliProxy;

void ph_cli_proxy_clear (PhCliProxy *proxy);

/* TRUE where one of the two options was given. */
gboolean ph_cli_proxy_has_option (const PhCliProxy *proxy);

/* Before anything of @profile is changed. */
void ph_cli_proxy_begin (PhCliProxy *proxy, PhProfile *profile);

/* Takes the value of proxy= into @profile, but for its password. */
gboolean ph_cli_proxy_take (PhCliProxy *proxy, PhProfile *profile, const char *value,
                            GError **error);

/* ph_cli_proxy_read:
 * @may_ask: whether the person may be asked, where standard input is a terminal
 *
 * Reads the password where one is due.  A proxy whose name goes without one is marked as such in
 * @profile. FALSE with @error; PH_ERROR_CANCELLED after Ctrl-C */
gboolean ph_cli_proxy_read (PhCliProxy *proxy, PhProfile *profile, gboolean may_ask,
                            GError **error);

/* ph_cli_proxy_store:
 *
 * Once the settings are saved: stores the password, or removes that of a proxy that is no longer
 * there, and says what there is to know.  Returns: the exit status */
int ph_cli_proxy_store (PhCliProxy *proxy, PhConfig *config, PhProfile *profile);

G_END_DECLS
