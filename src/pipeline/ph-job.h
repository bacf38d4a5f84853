/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ph-error.h"
#include "ph-picture.h"

G_BEGIN_DECLS

/* A job: one picture on its way to one destination.  It is a committed row of the queue from the
 * moment it is accepted.  States and their edges (ph_job_state_can_become () is the one
 * written-down state machine):
 *
 *   accepted -> sending            a program holds it and has begun
 *   accepted -> waiting            a passing fault before that: a URL that could not be fetched
 *   sending  -> waiting            a passing fault; next try at next_attempt
 *   waiting  -> sending
 *   sending  -> done               the object is there and the history row written, in one commit
 *   accepted, sending, waiting -> failed   can't succeed, given up, or stopped by the person
 *   failed   -> accepted           retried by the person
 *   any but done -> (removed)      cancelled by the person
 * What failed or was stopped (Ctrl-C, SIGTERM, SIGHUP) in the foreground is sent again only when
 * the person says so (`queue retry`).  A job whose holder was killed keeps its state, so that it is
 * still open; whoever takes it (`queue run` too) goes on from there. */
typedef enum
{
  PH_JOB_ACCEPTED,
  PH_JOB_SENDING,
  PH_JOB_WAITING,
  PH_JOB_FAILED,
  PH_JOB_DONE,
} PhJobState;

const char *ph_job_state_to_nick (PhJobState state);
gboolean ph_job_state_from_nick (const char *nick, PhJobState *state);
gboolean ph_job_state_can_become (PhJobState from, PhJobState to);

typedef enum
{
  PH_JOB_ANY_TYPE = 1 << 0, /* --any */
  PH_JOB_NO_REUSE = 1 << 1, /* --no-reuse, --name or --expires: always a new object */
  PH_JOB_KEY_FIXED
  = 1 << 2, /* its link was printed (--queue): fail rather than take another name */
  PH_JOB_BACKGROUND
  = 1 << 3, /* accepted to outlive the moment: any program may send it by itself */
  PH_JOB_KEY_UNIQUE = 1 << 4, /* the key can't be taken by other bytes */
  PH_JOB_ATTACHMENT = 1 << 5, /* stored with Content-Disposition: attachment */
  PH_JOB_MAYBE_SENT = 1 << 6, /* a PUT may have reached the server: its object may be ours */
  PH_JOB_LOGIN = 1 << 7,      /* the URL was given with a login */
  PH_JOB_FOREIGN_URL
  = 1 << 8, /* the URL was dropped or copied, not typed: it may lead on to public addresses only */
  PH_JOB_REMOVE_LOCATION = 1 << 9, /* what goes up doesn't say where it was taken */
} PhJobFlags;

/* Reference counted, from any thread; strings are owned.  Changed only by the code that holds the
 * job, and by nobody once it has its outcome. */
typedef struct
{
  gatomicrefcount ref_count;
  gint64 id; /* 0 until it is in the database */
  PhJobState state;
  PhJobFlags flags;
  gint64 created; /* microseconds since 1970 */

  char *profile;
  char
      *input; /* as the person named it; bytes as given, maybe not UTF-8; a URL without its login */
  char *login; /* (nullable) "NAME:PASSWORD" of the URL, as it stood there; never kept */
  char *path;  /* (nullable) absolute path of a file that is read in place, in the file system's
                  encoding */
  char *spool; /* (nullable) base name in the spool folder */
  gint64 path_mtime; /* of @path when it was probed, nanoseconds */
  char *name;        /* file name that template and link see, UTF-8 */
  char *alt;         /* UTF-8 */

  /* Known after intake; key NULL before. */
  char *endpoint; /* ph_target_dup_endpoint () */
  char *bucket;   /* "" for a folder */
  char *key;
  char *mime;
  char *extension;
  char *sha256;        /* hex */
  char *md5;           /* (nullable) hex */
  char *cache_control; /* (nullable) */
  gint64 size;         /* bytes */
  guint width, height;
  guint expires; /* seconds of a presigned link; 0: none */

  PhPictureFlags picture; /* what intake saw, for warnings; not kept */

  /* Sending. */
  char *checkpoint; /* (nullable) PhPutRequest.checkpoint */
  guint attempts;
  gint64 next_attempt; /* microseconds since 1970; 0: now */
  char *error_code;    /* (nullable) nick of the last failure */
  char *error_message; /* (nullable) */
  char *error_hint;    /* (nullable) */

  char *promised_url; /* (nullable) of --queue: the public URL that was given out */
  gboolean is_held;   /* by a live program, as ph_queue_list () found it; not kept */
} PhJob;

#define PH_TYPE_JOB (ph_job_get_type ())
GType ph_job_get_type (void);
PhJob *ph_job_new (void);
PhJob *ph_job_ref (PhJob *job);
void ph_job_unref (PhJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhJob, ph_job_unref)

/* Keeps code, message and hint of @error in the job; NULL clears them. */
void ph_job_set_error (PhJob *job, const GError *error);
/* (transfer full) (nullable) */
GError *ph_job_dup_error (const PhJob *job);

G_END_DECLS
