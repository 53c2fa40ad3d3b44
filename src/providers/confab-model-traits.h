/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabModelTraits:
 * @dialect: (nullable): the wire format, where it is not that of the provider's other models
 * @system_role: (nullable): `system`, `developer` or `user`: the role of a system prompt
 * @reasoning_replay: (nullable): `none`, `reasoning_content`, `reasoning`, `reasoning_details`,
 *   `thinking_blocks` or `content`: what old replies' thinking is sent back as
 * @forced_tools: (nullable): `without-thinking` or `never`: when a model may be told that it has to
 *   call a tool; always, if nothing is said
 * @lost_signature: (nullable): what stands in for the signature of a call that has none
 * @result_media: (nullable): `within` or `after`: where pictures that a tool returned stand
 * @tool_schema: (nullable): `openapi` where a tool's schema may have nothing but what OpenAPI knows
 * @tool_id_length: how many letters and digits the id of a tool call must have; 0 if that is free
 * @no_images: whether the model is known to see no pictures
 * @declare_used_tools: whether tools that were called before must be declared when none is offered
 * @reply_after_results: whether a reply must stand between tools' results and a question
 * @cache_points: whether the model takes marks for what is to be kept in a cache
 *
 * What is visible on the wire of one model of one provider. All strings are static.
 */
typedef struct
{
  const char *dialect;
  const char *system_role;
  const char *reasoning_replay;
  const char *forced_tools;
  const char *lost_signature;
  const char *result_media;
  const char *tool_schema;
  guint       tool_id_length;
  gboolean    no_images;
  gboolean    declare_used_tools;
  gboolean    reply_after_results;
  gboolean    cache_points;
} ConfabModelTraits;

G_END_DECLS
