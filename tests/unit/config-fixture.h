/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

/* A folder for config.ini, and short words for what tests of it do again and again. */

typedef struct
{
  char *dir;
  char *path;   /* config.ini */
  char *backup; /* config.ini.bak */
} ConfigFixture;

void config_fixture_set_up (ConfigFixture *fixture, gconstpointer data);
void config_fixture_tear_down (ConfigFixture *fixture, gconstpointer data);

#define CONFIG_TEST(name, function)                                                                \
  g_test_add ("/config/" name, ConfigFixture, NULL, config_fixture_set_up, function,               \
              config_fixture_tear_down)

/* In place, as a crash or a simple editor leaves it.  @length: -1: all of @text */
void config_fixture_write (const char *path, const char *text, gssize length);
char *config_fixture_read (const char *path);

PhConfig *config_fixture_load (ConfigFixture *fixture);
void config_fixture_save (PhConfig *config);
void config_fixture_add_profile (PhConfig *config, const char *name, const char *bucket);
const char *config_fixture_get_bucket (PhConfig *config, const char *name);

void config_fixture_assert_no_warnings (PhConfig *config);
void config_fixture_assert_warned (PhConfig *config, const char *piece);

/* The file that was set aside; NULL where there is none. */
char *config_fixture_find_broken (ConfigFixture *fixture);
