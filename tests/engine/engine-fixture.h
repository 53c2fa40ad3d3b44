/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "await.h"
#include "confab-context-private.h"
#include "confab-registry-private.h"
#include "confab-test-peer.h"

G_BEGIN_DECLS

void            engine_home_init      (void);
void            engine_home_reset     (void);
char           *engine_home_build     (const char      *name) G_GNUC_WARN_UNUSED_RESULT;
char           *engine_records_path   (void) G_GNUC_WARN_UNUSED_RESULT;
void            engine_write_records  (const char      *text);
char           *engine_read_records   (void) G_GNUC_WARN_UNUSED_RESULT;

void            engine_use_peer       (ConfabTestPeer  *peer);
void            engine_use_server     (const char      *uri);
ConfabContext  *engine_load           (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean        engine_open_history   (ConfabContext   *context,
                                       GError         **error);
void            engine_close          (ConfabContext   *context);
ConfabProvider *engine_get_provider   (ConfabContext   *context,
                                       const char      *id);
void            engine_probe          (ConfabContext   *context);

G_END_DECLS
