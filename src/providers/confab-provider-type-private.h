/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-part.h"
#include "confab-media-limits-private.h"
#include "confab-model-pattern-private.h"
#include "confab-model-traits-private.h"
#include "confab-provider-type.h"
#include "confab-thinking-private.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabModelRule:
 * @pattern: which models
 * @traits: what is said of them
 *
 * What is different for some models of a provider.
 */
typedef struct
{
  ConfabModelPattern  pattern;
  ConfabModelTraitSet traits;
} ConfabModelRule;

/* Here rather than in the class's own file because reading an entry is a file of its own. */
struct _ConfabProviderType
{
  GObject          parent_instance;

  /* all owned; nullable unless confab-provider-type-read.c says that they are needed */
  char            *id;
  char            *name;
  char            *group;
  char            *dialect;
  char            *platform;
  char            *credentials;
  char            *base_url;
  char            *elsewhere_path;
  char            *default_model;
  char            *key_page;
  char            *key_format;
  char            *key_test_path;
  char            *auth_header;
  char            *auth_prefix;
  char            *max_tokens_field;
  char            *initials;
  char            *tint;
  char            *short_note;
  char            *best_for;
  char            *cost_note;

  char           **fallback_models;
  char           **env_keys;
  char           **env_bearers;
  char           **env_files;
  char           **env_models;
  char           **env_base_urls;
  char           **env_parts[CONFAB_N_ADDRESS_PARTS];
  char           **extra_headers;  /* names and values in turn */
  char           **identity_owners;
  char            *identity_path;

  ConfabModelTraitSet traits;      /* of all models but where a rule says otherwise */
  GArray          *model_rules;    /* owned, (element-type ConfabModelRule): what the first says counts */
  ConfabMediaLimits media;
  ConfabProviderType *elsewhere;  /* owned, nullable: the same where another wire format is spoken */
  char            *other_dialect;  /* owned, nullable: that format; of the same elsewhere, the usual one */
  ConfabThinking  *thinking;       /* owned */

  gboolean         needs_key;
  gboolean         accepts_key;
  gint64           min_key_length;
  gboolean         local;
  gboolean         custom;
  gboolean         models_public;
  gboolean         models_listed;
  gboolean         send_stream_options;
};

ConfabProviderType *confab_provider_type_new_read (JsonObject  *object,
                                                   JsonObject  *styles,
                                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
