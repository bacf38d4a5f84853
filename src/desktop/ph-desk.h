/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"
#include "ph-config.h"
#include "ph-copied.h"
#include "ph-engine.h"

G_BEGIN_DECLS

/* The desk over which every picture of the desktop program goes, wherever it comes from: clipboard,
 * drop, file chooser, screenshot, watched folder, D-Bus.  It has them put up and puts their links
 * on the clipboard.
 *
 * Signals:
 *   "begun" (PhDelivery *): pictures have been handed in
 *   "ended" (PhDelivery *): the last of them has its outcome, and the links are where they belong
 */

#define PH_TYPE_DESK (ph_desk_get_type ())
G_DECLARE_FINAL_TYPE (PhDesk, ph_desk, PH, DESK, GObject)

typedef enum
{
  PH_ORIGIN_CLIPBOARD,
  PH_ORIGIN_DROP,
  PH_ORIGIN_FILES,
  PH_ORIGIN_SCREENSHOT,
  PH_ORIGIN_FOLDER,
  PH_ORIGIN_BUS,
} PhOrigin;

/* Pictures that were handed in together, and what became of them. */
typedef struct
{
  guint id; /* for ph_desk_cancel (); 0: it never began */
  PhOrigin origin;
  guint n_inputs;
  char *name; /* of the first input, for a person */
  char *note; /* (nullable): what the person should know of them, a sentence */

  /* Once it has ended. */
  GPtrArray *outcomes; /* (nullable) (element-type PhOutcome): NULL where nothing was accepted: */
  GError *error;       /* (nullable) why */
  GPtrArray *links;    /* (element-type utf8): of each outcome; "" where it failed */
  gboolean copied;     /* the links are on the clipboard */
} PhDelivery;

/* @clipboard: (nullable): where there is none, or it has ended, links stay where they are */
PhDesk *ph_desk_new (PhEngine *engine, PhConfig *config, PhClipboard *clipboard);

typedef struct
{
  PhEngineOptions upload;
  const char *format; /* (nullable): of the links; NULL: that of the profile */
  gboolean copy;      /* put the links on the clipboard */
  PhCopied *copied;   /* (nullable): the copy that the inputs come from */
  PhOrigin origin;
  gboolean awaited; /* another program waits for the answer */
  gboolean unasked; /* nobody has just asked for it: they turned up in mode "upload" */
} PhDeskOptions;

/* PhDeskNamer:
 * @inputs: (element-type PhEngineInput): get their names
 * @profile: (nullable): where they go
 * @unasked: as in PhDeskOptions
 *
 * Asks the person for names; @callback gets a GTask with a boolean: put them up? */
typedef void (*PhDeskNamer) (GPtrArray *inputs, const char *profile, gboolean unasked,
                             GAsyncReadyCallback callback, gpointer user_data, gpointer data);

/* Asked before each upload while "ask-name" is set; not for what another program waits for,
 * or has a name already. */
void ph_desk_set_namer (PhDesk *desk, PhDeskNamer namer, gpointer data);

/* @inputs: (element-type PhEngineInput) (transfer full)
 * @callback: (nullable) */
void ph_desk_upload_async (PhDesk *desk, GPtrArray *inputs, const PhDeskOptions *options,
                           GAsyncReadyCallback callback, gpointer user_data);
/* (transfer none): until @result is freed; NULL where nothing was accepted, PH_ERROR_CANCELLED
 * where the person has given no name: then nothing has begun */
const PhDelivery *ph_desk_upload_finish (PhDesk *desk, GAsyncResult *result, GError **error);

/* The person doesn't want the pictures of that delivery any more: what isn't up yet is not sent
 * later either.  0: of all that are under way */
void ph_desk_cancel (PhDesk *desk, guint id);

/* A picture could not even be handed in: "ended" says why. */
void ph_desk_refuse (PhDesk *desk, PhOrigin origin, const GError *error);

/* A picture is likely to come, since somebody has just said so (never because one was merely
 * copied): a connection to its destination is opened, so that the handshakes can be over by then.
 * @profile: (nullable): where it will go, as in PhEngineOptions */
void ph_desk_expect (PhDesk *desk, const char *profile);

/* Where pictures go that name no profile; NULL: where the settings say. */
void ph_desk_set_destination (PhDesk *desk, const char *profile);

/* From now on there is only this clipboard, for what the person has just asked for: nothing else
 * may bring its window up. */
void ph_desk_set_window (PhDesk *desk, PhClipboard *window);

/* Puts links on the clipboard, since the person asks for it.  FALSE where there is no clipboard to
 * write to; TRUE also where the links are there only once a window has the focus, which says so.
 * @html: (nullable) */
gboolean ph_desk_copy (PhDesk *desk, const char *text, const char *html);

G_END_DECLS
