/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <curl/curl.h>
#include <stdarg.h>

#include "ph-library.h"

/* libcurl, loaded when something is sent for the first time. */

static PhLibrary curl_library = { .soname = PH_SONAME_CURL };

#define CURL_FUNCTION(type, name, parameters, arguments)                                           \
  PH_LIBRARY_FUNCTION (curl_library, type, name, parameters, arguments)

CURL_FUNCTION (CURLcode, curl_global_init, (long flags), (flags))
CURL_FUNCTION (char *, curl_version, (void), ())
CURL_FUNCTION (time_t, curl_getdate, (const char *text, const time_t *unused), (text, unused))
CURL_FUNCTION (void, curl_free, (void *data), (data))

CURL_FUNCTION (struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text),
               (list, text))
CURL_FUNCTION (void, curl_slist_free_all, (struct curl_slist * list), (list))

CURL_FUNCTION (CURL *, curl_easy_init, (void), ())
CURL_FUNCTION (void, curl_easy_cleanup, (CURL * easy), (easy))
CURL_FUNCTION (const char *, curl_easy_strerror, (CURLcode code), (code))

CURL_FUNCTION (CURLM *, curl_multi_init, (void), ())
CURL_FUNCTION (CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi))
CURL_FUNCTION (CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL *easy), (multi, easy))
CURL_FUNCTION (CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL *easy), (multi, easy))
CURL_FUNCTION (CURLMsg *, curl_multi_info_read, (CURLM * multi, int *left), (multi, left))
CURL_FUNCTION (CURLMcode, curl_multi_assign, (CURLM * multi, curl_socket_t fd, void *data),
               (multi, fd, data))
CURL_FUNCTION (CURLMcode, curl_multi_socket_action,
               (CURLM * multi, curl_socket_t fd, int events, int *running),
               (multi, fd, events, running))

CURL_FUNCTION (CURLSH *, curl_share_init, (void), ())
CURL_FUNCTION (CURLSHcode, curl_share_cleanup, (CURLSH * share), (share))

CURL_FUNCTION (CURLU *, curl_url, (void), ())
CURL_FUNCTION (void, curl_url_cleanup, (CURLU * url), (url))
CURL_FUNCTION (CURLUcode, curl_url_get,
               (PH_CURL_URL_CONST CURLU * url, CURLUPart part, char **text, unsigned int flags),
               (url, part, text, flags))
CURL_FUNCTION (CURLUcode, curl_url_set,
               (CURLU * url, CURLUPart part, const char *text, unsigned int flags),
               (url, part, text, flags))

/* --- functions with an argument whose type depends on the option --------------------------------
 */

/* curl.h checks the types of what is handed to three of them by macros. */
#undef curl_easy_setopt
#undef curl_multi_setopt
#undef curl_easy_getinfo
#undef curl_share_setopt

/* @forward: FORWARD () with the type that the option's argument has */
#define CURL_OPTION_FUNCTION(type, name, handle_type, option_type, forward)                        \
  G_GNUC_INTERNAL type name (handle_type *handle, option_type option, ...)                         \
  {                                                                                                \
    static gpointer found;                                                                         \
    __typeof__ (&(name)) function = ph_library_find (&curl_library, #name, &found);                \
    type code;                                                                                     \
    va_list values;                                                                                \
                                                                                                   \
    va_start (values, option);                                                                     \
    code = forward;                                                                                \
    va_end (values);                                                                               \
    return code;                                                                                   \
  }

#define FORWARD(type) function (handle, option, va_arg (values, type))

/* The number of a setopt option says its range (curl.h, CURLOPTTYPE_*): numbers, pointers, 64-bit
 * numbers, blobs. */
#define FORWARD_BY_RANGE                                                                           \
  ((option) >= CURLOPTTYPE_OFF_T && (option) < CURLOPTTYPE_BLOB ? FORWARD (curl_off_t)             \
   : (option) < CURLOPTTYPE_OBJECTPOINT                         ? FORWARD (long)                   \
                                                                : FORWARD (void *))

CURL_OPTION_FUNCTION (CURLcode, curl_easy_setopt, CURL, CURLoption, FORWARD_BY_RANGE)
CURL_OPTION_FUNCTION (CURLMcode, curl_multi_setopt, CURLM, CURLMoption, FORWARD_BY_RANGE)
CURL_OPTION_FUNCTION (CURLcode, curl_easy_getinfo, CURL, CURLINFO, FORWARD (void *))
CURL_OPTION_FUNCTION (CURLSHcode, curl_share_setopt, CURLSH, CURLSHoption,
                      option == CURLSHOPT_SHARE || option == CURLSHOPT_UNSHARE ? FORWARD (int)
                                                                               : FORWARD (void *))
