/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-connection-trace.h"
#include "confab-http-request.h"
#include "confab-net-failure.h"
#include "confab-session.h"

G_BEGIN_DECLS

/* A request between being sent and having the headers of its answer. */
typedef struct
{
  ConfabHttpRequest     *request;        /* owned */
  ConfabConnectionTrace *trace;          /* borrowed of the request, nullable */
  ConfabSession         *session;        /* owned */
  SoupMessage           *message;        /* owned */
  GCancellable          *cancellable;    /* owned; of this request alone */
  GMainContext          *context;        /* owned */
  GSource               *timer;          /* owned */
  GSource               *cancel_source;  /* owned */
  char                  *origin;         /* owned */
  GError                *refusal;        /* owned, nullable: why the server is not to be talked to */
  ConfabNetStage         stage;
  GTlsCertificateFlags   flags;          /* what is wrong with the certificate */
  guint                  connect_only : 1;
  guint                  http2 : 1;
  guint                  timed_out : 1;
  guint                  via_proxy : 1;
} ConfabSending;

ConfabSending *confab_sending_new          (ConfabHttpRequest *request,
                                            GMainContext      *context) G_GNUC_WARN_UNUSED_RESULT;
void           confab_sending_free         (ConfabSending     *self);
void           confab_sending_watch        (ConfabSending     *self,
                                            SoupMessage       *message,
                                            GCancellable      *cancellable);
void           confab_sending_stop         (ConfabSending     *self);
GError        *confab_sending_explain      (ConfabSending     *self,
                                            const GError      *cause) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
