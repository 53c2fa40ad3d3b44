/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

G_BEGIN_DECLS

/* A peer that is the cloud, and the program in a home of its own. What a test sets up in files and
 * the environment it sets up before cloud_start (). */
typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
} CloudFixture;

void    cloud_set_up       (CloudFixture   *fixture,
                            gconstpointer   base_url_variable);
void    cloud_tear_down    (CloudFixture   *fixture,
                            gconstpointer   data);
void    cloud_write_file   (const char     *name,
                            const char     *text);
void    cloud_start        (CloudFixture   *fixture);
char   *cloud_ask          (CloudFixture   *fixture,
                            const char     *provider_id,
                            const char     *model,
                            const char     *prompt,
                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void    cloud_assert_good  (CloudFixture   *fixture,
                            const char     *provider_id,
                            const char     *model);
void    cloud_assert_fails (CloudFixture   *fixture,
                            const char     *provider_id,
                            int             code,
                            const char     *words);
void    cloud_check        (CloudFixture   *fixture,
                            const char     *provider_id,
                            GError        **error);

G_END_DECLS
