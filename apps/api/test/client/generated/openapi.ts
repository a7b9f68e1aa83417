// Made by “npm run generate:client” of the OpenAPI document.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process is up
         * @description Asks neither database nor Redis, so it answers with both of them down.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is up. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                            /** @description Seconds since the start. */
                            uptime_s: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The least there is to ask */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is up. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            ping: "pong";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether to send more requests
         * @description For balancers. 503 once the process has been told to stop; it goes on serving for a moment, until they have turned away.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It takes requests. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ready";
                        };
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the cache is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How the cache is, healthy or not. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description “degraded”: Redis is configured and away or refuses to store, the change log can’t be asked, or a table is not cached. Every request still succeeds.
                             * @enum {unknown}
                             */
                            status: "healthy" | "degraded";
                            /**
                             * @description Where values are shared from now.
                             * @enum {unknown}
                             */
                            backend: "redis" | "memory";
                            /** @description One PING; null where there was no answer, or no Redis to ask. */
                            latency_ms: number | null;
                            /** @enum {unknown} */
                            breaker: "closed" | "open" | "probing";
                            /** @description Why Redis is not used, or nothing is stored there: “OOM”, “READONLY”, “WRONGPASS”, “ECONNREFUSED”, “TIMEOUT”, …; null: nothing is wrong. */
                            reason: string | null;
                            coherence: {
                                /**
                                 * @description Whether the database’s changes are followed; “behind”: memory is not believed until they are.
                                 * @enum {unknown}
                                 */
                                log: "followed" | "behind" | "none";
                                /** @description Since when everything committed was last known to be applied here. */
                                fenced_ms_ago: number | null;
                                /** @description What is not cached, for its changes might be missed. */
                                uncached: {
                                    table: string;
                                    families: string[];
                                    /** @description Why, and what to do about it. */
                                    because: string;
                                }[];
                            };
                            stats: {
                                hits: number;
                                misses: number;
                                hit_rate_percent: number;
                                redis_available: boolean;
                                /** @description Entries in this process. */
                                memory_cache_size: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an account, and sign in to it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an e-mail address in ASCII letters, such as ann@example.org */
                        email: string;
                        /** @description letters, digits, “.”, “_” and “-”, with a letter among them and a letter or digit at both ends */
                        username: string;
                        first_name: string;
                        last_name: string;
                        /** @description a phone number, with + and country code, or as dialled in the Bahamas */
                        phone?: string | null;
                        /** @enum {unknown} */
                        role?: "worker" | "employer";
                        bio?: string | null;
                        /** @description an address that begins with http:// or https://, or that of the picture you have uploaded */
                        avatar_url?: string | null;
                        occupation?: string | null;
                        company_name?: string | null;
                        location?: string | null;
                        skills?: string[];
                        experience?: string | null;
                        education?: string | null;
                        is_available_for_hire?: boolean;
                        /** @description Not your e-mail address, username or phone number. */
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For `Authorization: Bearer …`. */
                            access_token: string;
                            /** @description Good once, for new tokens. */
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Seconds until the access token expires. */
                            expires_in: number;
                            /** @description A user, as they see themselves. */
                            user: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too often: try again when Retry-After says. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by e-mail address, phone number or username
         * @description After 10 failures in 15 minutes from one address, or 100 with any login from it, even the right password is refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description E-mail address, phone number or username. */
                        login: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For `Authorization: Bearer …`. */
                            access_token: string;
                            /** @description Good once, for new tokens. */
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Seconds until the access token expires. */
                            expires_in: number;
                            /** @description A user, as they see themselves. */
                            user: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too often: try again when Retry-After says. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a refresh token, once, for new tokens
         * @description A refresh token that comes a second time ends its session: one of the two has been stolen.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        refresh_token: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For `Authorization: Bearer …`. */
                            access_token: string;
                            /** @description Good once, for new tokens. */
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Seconds until the access token expires. */
                            expires_in: number;
                            /** @description A user, as they see themselves. */
                            user: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session of a refresh token
         * @description Its access token stays good until it expires; “logout-all” ends those as well.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        refresh_token: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is this access token good, and whose is it? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token is good, and this is whose it is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            valid: true;
                            /** @description A user, as they see themselves. */
                            user: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                            };
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own profile */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, as they see themselves. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Change your profile: what is given, and nothing else */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an e-mail address in ASCII letters, such as ann@example.org */
                        email?: string;
                        /** @description letters, digits, “.”, “_” and “-”, with a letter among them and a letter or digit at both ends */
                        username?: string;
                        first_name?: string;
                        last_name?: string;
                        /** @description a phone number, with + and country code, or as dialled in the Bahamas */
                        phone?: string | null;
                        /** @enum {unknown} */
                        role?: "worker" | "employer";
                        bio?: string | null;
                        /** @description an address that begins with http:// or https://, or that of the picture you have uploaded */
                        avatar_url?: string | null;
                        occupation?: string | null;
                        company_name?: string | null;
                        location?: string | null;
                        skills?: string[];
                        experience?: string | null;
                        education?: string | null;
                        is_available_for_hire?: boolean;
                    };
                };
            };
            responses: {
                /** @description A user, as they see themselves. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password, and end every session but this one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        current_password: string;
                        /** @description Not your e-mail address, username or phone number. */
                        new_password: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For `Authorization: Bearer …`. */
                            access_token: string;
                            /** @description Good once, for new tokens. */
                            refresh_token: string;
                            /** @enum {string} */
                            token_type: "Bearer";
                            /** @description Seconds until the access token expires. */
                            expires_in: number;
                            /** @description A user, as they see themselves. */
                            user: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too often: try again when Retry-After says. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every session, on every device */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Close your account */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too often: try again when Retry-After says. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/upload-avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload your picture
         * @description What is stored beside its pixels, such as where it was taken, is not kept.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /**
                         * Format: binary
                         * @description A JPEG, PNG, WebP or GIF of at most 5 MB and 25 million pixels.
                         */
                        avatar: string;
                    };
                };
            };
            responses: {
                /** @description A user, as they see themselves. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatars/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of someone, as WebP, at most 512 pixels wide and high */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description the name of a file */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The picture. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what a user may do: this, and nothing else
         * @description A change makes the user’s access tokens void. The same permissions again change nothing.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What someone may do beyond what everyone may. */
                        permissions: ("moderate_posts" | "moderate_jobs")[];
                    };
                };
            };
            responses: {
                /** @description What the user may do now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What someone may do beyond what everyone may. */
                            permissions: ("moderate_posts" | "moderate_jobs")[];
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you were told of, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                    /** @description True: only what has not been read. */
                    unread?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. What was done by someone whose account is closed is left out. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            notifications: {
                                /** @description an id */
                                id: number;
                                /** @enum {unknown} */
                                kind: "follow" | "application" | "like" | "comment" | "message";
                                /** @description A user, in short. */
                                actor: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description an id */
                                job_id: number | null;
                                /** @description an id */
                                post_id: number | null;
                                /** @description an id */
                                conversation_id: number | null;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                read_at: string | null;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/unread-count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many of your notifications you have not read */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How many you have not read. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Of the newest 100 that have not been read. */
                            unread_count: number;
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A notification of yours has been read */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/mark-all-read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** All of your notifications have been read */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                    /** @description Words, each of which is in the names, the occupation, the company or the location. One of them has three letters or digits in a row. */
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                /** @description Whether you follow them. */
                                is_following: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user, by id or username */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The user’s id, or their username. */
                    identifier: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, as you see them, and how much there is of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Whether you follow them. */
                            is_following: boolean;
                            /** @description Follows of them; the lists leave out those whose account is closed. */
                            followers_count: number;
                            /** @description Those they follow; counted likewise. */
                            following_count: number;
                            posts_count: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{identifier}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those who follow a user, the newest account first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description The user’s id, or their username. */
                    identifier: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                /** @description Whether you follow them. */
                                is_following: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{identifier}/following": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those whom a user follows, the newest account first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description The user’s id, or their username. */
                    identifier: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                /** @description Whether you follow them. */
                                is_following: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/follow/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a user */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How things are between the two of you now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether you follow them. */
                            is_following: boolean;
                            /** @description Follows of them; the lists leave out those whose account is closed. */
                            followers_count: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/unfollow/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow a user no longer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How things are between the two of you now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether you follow them. */
                            is_following: boolean;
                            /** @description Follows of them; the lists leave out those whose account is closed. */
                            followers_count: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the categories of jobs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Every kind of work. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            categories: {
                                /** @description What it is called in addresses and filters. */
                                slug: string;
                                name: string;
                                description: string;
                            }[];
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the islands and their towns */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The islands, each before its towns. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            locations: {
                                /** @description What it is called in addresses and filters. */
                                slug: string;
                                name: string;
                                /** @description The slug of the island that a town is on; null: an island. */
                                island: string | null;
                            }[];
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the jobs, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                    /** @description The slug of one of /api/categories. */
                    category?: string;
                    /** @description The slug of one of /api/locations: of an island with all of its towns. */
                    location?: string;
                    /** @description True: only remote work; false: none of it. */
                    is_remote?: boolean;
                    /** @description Jobs whose budget reaches as far. One that says only where it begins has no end. */
                    budget_min?: number;
                    /** @description Jobs whose budget begins there or below. Neither bound finds a job without a budget. */
                    budget_max?: number;
                    /** @description Left out: only what is open. */
                    status?: "open" | "filled" | "closed";
                    /** @description Words, each of which is in the title or the description. One of them has three letters or digits in a row. */
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            jobs: {
                                /** @description an id */
                                id: number;
                                title: string;
                                description: string;
                                category: string;
                                location: string | null;
                                is_remote: boolean;
                                budget_min: number | null;
                                budget_max: number | null;
                                /** @description open, filled, closed */
                                status: string;
                                /** @description All that were made. */
                                applications_count: number;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                updated_at: string;
                                /** @description A user, in short. */
                                employer: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description Whether you have; false if you are not signed in. */
                                has_applied: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Post a job */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description more than spaces */
                        title: string;
                        /** @description more than spaces */
                        description: string;
                        /** @description The slug of one of /api/categories. */
                        category: string;
                        /** @description The slug of one of /api/locations. */
                        location?: string | null;
                        /** @description Work that is not remote has a location. */
                        is_remote?: boolean;
                        /** @description Whole Bahamian dollars. */
                        budget_min?: number | null;
                        /** @description Whole Bahamian dollars. */
                        budget_max?: number | null;
                    };
                };
            };
            responses: {
                /** @description Work that is offered. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            title: string;
                            description: string;
                            category: string;
                            location: string | null;
                            is_remote: boolean;
                            budget_min: number | null;
                            budget_max: number | null;
                            /** @description open, filled, closed */
                            status: string;
                            /** @description All that were made. */
                            applications_count: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description A user, in short. */
                            employer: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you have; false if you are not signed in. */
                            has_applied: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/stats/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many jobs there are, of what, and where */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How many jobs there are of what. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            open: number;
                            filled: number;
                            closed: number;
                            open_remote: number;
                            /** @description The most first. What is not in it has none. */
                            open_by_category: {
                                slug: string;
                                jobs: number;
                            }[];
                            /** @description The most first. What is not in it has none. */
                            open_by_island: {
                                slug: string;
                                jobs: number;
                            }[];
                            /** @description For all jobs. */
                            applications: number;
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Work that is offered. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            title: string;
                            description: string;
                            category: string;
                            location: string | null;
                            is_remote: boolean;
                            budget_min: number | null;
                            budget_max: number | null;
                            /** @description open, filled, closed */
                            status: string;
                            /** @description All that were made. */
                            applications_count: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description A user, in short. */
                            employer: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you have; false if you are not signed in. */
                            has_applied: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Change what is given of a job you have posted */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description more than spaces */
                        title?: string;
                        /** @description more than spaces */
                        description?: string;
                        /** @description The slug of one of /api/categories. */
                        category?: string;
                        /** @description The slug of one of /api/locations. */
                        location?: string | null;
                        /** @description Work that is not remote has a location. */
                        is_remote?: boolean;
                        /** @description Whole Bahamian dollars. */
                        budget_min?: number | null;
                        /** @description Whole Bahamian dollars. */
                        budget_max?: number | null;
                        /** @enum {unknown} */
                        status?: "open" | "filled" | "closed";
                    };
                };
            };
            responses: {
                /** @description Work that is offered. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            title: string;
                            description: string;
                            category: string;
                            location: string | null;
                            is_remote: boolean;
                            budget_min: number | null;
                            budget_max: number | null;
                            /** @description open, filled, closed */
                            status: string;
                            /** @description All that were made. */
                            applications_count: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** @description A user, in short. */
                            employer: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you have; false if you are not signed in. */
                            has_applied: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Take a job away, and the applications for it
         * @description For whoever posted it, and for whoever may moderate jobs.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/my/posted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the jobs you have posted, of whatever status */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            jobs: {
                                /** @description an id */
                                id: number;
                                title: string;
                                description: string;
                                category: string;
                                location: string | null;
                                is_remote: boolean;
                                budget_min: number | null;
                                budget_max: number | null;
                                /** @description open, filled, closed */
                                status: string;
                                /** @description All that were made. */
                                applications_count: number;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                updated_at: string;
                                /** @description A user, in short. */
                                employer: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description Whether you have; false if you are not signed in. */
                                has_applied: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply for a job, once; without a body, without a letter */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        cover_letter?: string | null;
                    };
                };
            };
            responses: {
                /** @description An application of your own. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            cover_letter: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** @description Work that is offered. */
                            job: {
                                /** @description an id */
                                id: number;
                                title: string;
                                description: string;
                                category: string;
                                location: string | null;
                                is_remote: boolean;
                                budget_min: number | null;
                                budget_max: number | null;
                                /** @description open, filled, closed */
                                status: string;
                                /** @description All that were made. */
                                applications_count: number;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                updated_at: string;
                                /** @description A user, in short. */
                                employer: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description Whether you have; false if you are not signed in. */
                                has_applied: boolean;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the applications for a job you have posted, newest first
         * @description Admins see those for any job.
         */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            applications: {
                                /** @description an id */
                                id: number;
                                cover_letter: string | null;
                                /** Format: date-time */
                                created_at: string;
                                /** @description A user, in short. */
                                applicant: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/my/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own applications, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            applications: {
                                /** @description an id */
                                id: number;
                                cover_letter: string | null;
                                /** Format: date-time */
                                created_at: string;
                                /** @description Work that is offered. */
                                job: {
                                    /** @description an id */
                                    id: number;
                                    title: string;
                                    description: string;
                                    category: string;
                                    location: string | null;
                                    is_remote: boolean;
                                    budget_min: number | null;
                                    budget_max: number | null;
                                    /** @description open, filled, closed */
                                    status: string;
                                    /** @description All that were made. */
                                    applications_count: number;
                                    /** Format: date-time */
                                    created_at: string;
                                    /** Format: date-time */
                                    updated_at: string;
                                    /** @description A user, in short. */
                                    employer: {
                                        /** @description an id */
                                        id: number;
                                        username: string;
                                        first_name: string;
                                        last_name: string;
                                        avatar_url: string | null;
                                        occupation: string | null;
                                        location: string | null;
                                    };
                                    /** @description Whether you have; false if you are not signed in. */
                                    has_applied: boolean;
                                };
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the posts, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            posts: {
                                /** @description an id */
                                id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                updated_at: string;
                                likes_count: number;
                                comments_count: number;
                                /** @description A user, in short. */
                                author: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description Whether you like it; false where you are not signed in. */
                                liked: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Write a post */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description a text with something other than white space in it */
                        content: string;
                    };
                };
            };
            responses: {
                /** @description A post. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            content: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            likes_count: number;
                            comments_count: number;
                            /** @description A user, in short. */
                            author: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you like it; false where you are not signed in. */
                            liked: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/user/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the posts of a user, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description an id */
                    user_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            posts: {
                                /** @description an id */
                                id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                updated_at: string;
                                likes_count: number;
                                comments_count: number;
                                /** @description A user, in short. */
                                author: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                /** @description Whether you like it; false where you are not signed in. */
                                liked: boolean;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One post */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A post. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            content: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            likes_count: number;
                            comments_count: number;
                            /** @description A user, in short. */
                            author: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you like it; false where you are not signed in. */
                            liked: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Change one’s own post */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description a text with something other than white space in it */
                        content: string;
                    };
                };
            };
            responses: {
                /** @description A post. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            content: string;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            likes_count: number;
                            comments_count: number;
                            /** @description A user, in short. */
                            author: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            /** @description Whether you like it; false where you are not signed in. */
                            liked: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Delete a post: one’s own, or anybody’s where one moderates posts */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/{id}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Like a post, or take it back; without a body, the other of what it is */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Left out: the other of what it is. */
                        liked?: boolean;
                    };
                };
            };
            responses: {
                /** @description Whether you like it, and how many do. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            liked: boolean;
                            likes_count: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the comments on a post, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            comments: {
                                /** @description an id */
                                id: number;
                                /** @description an id */
                                post_id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                                /** @description A user, in short. */
                                author: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Comment on a post */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description a text with something other than white space in it */
                        content: string;
                    };
                };
            };
            responses: {
                /** @description A comment on a post. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            /** @description an id */
                            post_id: number;
                            content: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description A user, in short. */
                            author: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/posts/{id}/comments/{comment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a comment: one’s own, one on one’s own post, or anybody’s where one moderates posts */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                    /** @description an id */
                    comment_id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your conversations, the newest message first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            conversations: {
                                /** @description an id */
                                id: number;
                                /** @description A user, in short. */
                                with: {
                                    /** @description an id */
                                    id: number;
                                    username: string;
                                    first_name: string;
                                    last_name: string;
                                    avatar_url: string | null;
                                    occupation: string | null;
                                    location: string | null;
                                };
                                last_message: {
                                    /** @description an id */
                                    id: number;
                                    /** @description an id */
                                    sender_id: number;
                                    content: string;
                                    /** Format: date-time */
                                    created_at: string;
                                } | null;
                                /** @description Messages to you that you have not read, counted to 100. */
                                unread_count: number;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Begin a conversation, or find the one there is: then the answer is 200 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id */
                        user_id: number;
                    };
                };
            };
            responses: {
                /** @description A conversation, as you see it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            /** @description A user, in short. */
                            with: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            last_message: {
                                /** @description an id */
                                id: number;
                                /** @description an id */
                                sender_id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                            } | null;
                            /** @description Messages to you that you have not read, counted to 100. */
                            unread_count: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                /** @description A conversation, as you see it. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            /** @description A user, in short. */
                            with: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                avatar_url: string | null;
                                occupation: string | null;
                                location: string | null;
                            };
                            last_message: {
                                /** @description an id */
                                id: number;
                                /** @description an id */
                                sender_id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                            } | null;
                            /** @description Messages to you that you have not read, counted to 100. */
                            unread_count: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages of a conversation, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            messages: {
                                /** @description an id */
                                id: number;
                                /** @description an id */
                                sender_id: number;
                                content: string;
                                /** Format: date-time */
                                created_at: string;
                                /** @description an id */
                                conversation_id: number;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Write a message */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description a text with something other than white space in it */
                        content: string;
                    };
                };
            };
            responses: {
                /** @description A message. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            /** @description an id */
                            sender_id: number;
                            content: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description an id */
                            conversation_id: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** You have read this message, and all before it in its conversation */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/unread-count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many messages to you have not been read */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Messages to you that you have not read, from people whose accounts are open. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Counted to 100 in each of your 1000 newest conversations with any. */
                            unread_count: number;
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts, open and closed, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Which page, of `limit` accounts each. None begins after the first 10,000: go on with `before`. */
                    page?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                    /** @description Words, each of which is in the names, the e-mail address or the phone number; or a phone number, however it is written. One of them has three letters or digits in a row. */
                    search?: string;
                    /** @description Left out: both. */
                    role?: "worker" | "employer";
                    /** @description Active: open; inactive: closed. */
                    status?: "active" | "inactive" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the list. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                /** @description an id */
                                id: number;
                                username: string;
                                first_name: string;
                                last_name: string;
                                role: string;
                                bio: string | null;
                                avatar_url: string | null;
                                occupation: string | null;
                                company_name: string | null;
                                location: string | null;
                                skills: string[];
                                experience: string | null;
                                education: string | null;
                                is_available_for_hire: boolean;
                                /** Format: date-time */
                                created_at: string;
                                email: string;
                                phone: string | null;
                                is_admin: boolean;
                                /** Format: date-time */
                                updated_at: string;
                                is_active: boolean;
                            }[];
                            page: number;
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Create an account for someone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an e-mail address in ASCII letters, such as ann@example.org */
                        email: string;
                        /** @description letters, digits, “.”, “_” and “-”, with a letter among them and a letter or digit at both ends */
                        username: string;
                        first_name: string;
                        last_name: string;
                        /** @description a phone number, with + and country code, or as dialled in the Bahamas */
                        phone?: string | null;
                        /** @enum {unknown} */
                        role?: "worker" | "employer";
                        bio?: string | null;
                        /** @description an address that begins with http:// or https://, or that of the picture you have uploaded */
                        avatar_url?: string | null;
                        occupation?: string | null;
                        company_name?: string | null;
                        location?: string | null;
                        skills?: string[];
                        experience?: string | null;
                        education?: string | null;
                        is_available_for_hire?: boolean;
                        /** @description Not your e-mail address, username or phone number. */
                        password: string;
                        is_admin?: boolean;
                    };
                };
            };
            responses: {
                /** @description A user, as admins see them. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The one user who has this e-mail address, username or phone number
         * @description Exactly one of the three is given. A closed account is found as well.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The whole e-mail address, in any case. */
                    email?: string;
                    /** @description The whole username, in any case. */
                    username?: string;
                    /** @description The whole phone number, however it is written. */
                    phone?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, as admins see them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user, with their points, permissions and activity */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, with what they have, may do and have done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                            points: number;
                            /** @description What someone may do beyond what everyone may. */
                            permissions: ("moderate_posts" | "moderate_jobs")[];
                            activity: {
                                posts: number;
                                jobs: number;
                                applications: number;
                                followers: number;
                                following: number;
                            };
                            /** Format: date-time */
                            last_login: string | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Change someone’s profile, or make them an admin: what is given, and nothing else
         * @description Their access tokens are void when they become an admin or are no longer one. Nobody takes this right from themselves.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an e-mail address in ASCII letters, such as ann@example.org */
                        email?: string;
                        /** @description letters, digits, “.”, “_” and “-”, with a letter among them and a letter or digit at both ends */
                        username?: string;
                        first_name?: string;
                        last_name?: string;
                        /** @description a phone number, with + and country code, or as dialled in the Bahamas */
                        phone?: string | null;
                        /** @enum {unknown} */
                        role?: "worker" | "employer";
                        bio?: string | null;
                        /** @description an address that begins with http:// or https://, or that of the picture you have uploaded */
                        avatar_url?: string | null;
                        occupation?: string | null;
                        company_name?: string | null;
                        location?: string | null;
                        skills?: string[];
                        experience?: string | null;
                        education?: string | null;
                        is_available_for_hire?: boolean;
                        is_admin?: boolean;
                    };
                };
            };
            responses: {
                /** @description A user, as admins see them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Close someone’s account
         * @description As they would themselves: it keeps its names, and can be opened again by “activate”.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close someone’s account, and see it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, as admins see them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a closed account again
         * @description Tokens and sessions of before stay void: its owner signs in anew.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A user, as admins see them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id */
                            id: number;
                            username: string;
                            first_name: string;
                            last_name: string;
                            role: string;
                            bio: string | null;
                            avatar_url: string | null;
                            occupation: string | null;
                            company_name: string | null;
                            location: string | null;
                            skills: string[];
                            experience: string | null;
                            education: string | null;
                            is_available_for_hire: boolean;
                            /** Format: date-time */
                            created_at: string;
                            email: string;
                            phone: string | null;
                            is_admin: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            is_active: boolean;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What points a user has, and their transactions, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description How many to leave out at the start. */
                    skip?: number;
                    /** @description How many are asked for. A page shows fewer where people have closed their accounts. */
                    limit?: number;
                    /** @description The `next_before` of the page before this one: for going further than `skip` does. */
                    before?: number;
                };
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What someone has, and a page of how it came to be. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The sum of all transactions. */
                            balance: number;
                            transactions: {
                                /** @description an id */
                                id: number;
                                amount: number;
                                reason: string;
                                idempotency_key: string;
                                /** @description an id */
                                created_by: number | null;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description On all pages, counted to 1000: at least so many. */
                            total: number;
                            /** @description False: there are more than were counted, or may be. */
                            total_is_exact: boolean;
                            skip: number;
                            limit: number;
                            /** @description The `before` of the next page; null: this was the last. */
                            next_before: number | null;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Give a user points, or take some: once for each idempotency_key */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id */
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description How many to give; below zero: how many to take. Not 0. */
                        amount: number;
                        reason: string;
                        /** @description Names this transaction among the user’s. Sent again with the same amount and reason, it answers what was made the first time. */
                        idempotency_key: string;
                    };
                };
            };
            responses: {
                /** @description The transaction, and what its owner has now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Points that were given, or taken. */
                            transaction: {
                                /** @description an id */
                                id: number;
                                amount: number;
                                reason: string;
                                idempotency_key: string;
                                /** @description an id */
                                created_by: number | null;
                                /** Format: date-time */
                                created_at: string;
                            };
                            /** @description The sum of all transactions. */
                            balance: number;
                        };
                    };
                };
                /** @description The transaction, and what its owner has now. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Points that were given, or taken. */
                            transaction: {
                                /** @description an id */
                                id: number;
                                amount: number;
                                reason: string;
                                idempotency_key: string;
                                /** @description an id */
                                created_by: number | null;
                                /** Format: date-time */
                                created_at: string;
                            };
                            /** @description The sum of all transactions. */
                            balance: number;
                        };
                    };
                };
                /** @description The request is not valid. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description It conflicts with what is there. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The body is not of the type that is read here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the platform, in numbers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The people of the platform, in numbers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Users by role, and by whether their account is open. */
                            roles: {
                                role: string;
                                is_active: boolean;
                                users: number;
                                admins: number;
                                available_for_hire: number;
                                new_in_a_day: number;
                                new_in_a_week: number;
                                new_in_30_days: number;
                            }[];
                            /** @description The 20 locations with the most open accounts, as people write them. */
                            locations: {
                                name: string;
                                count: number;
                            }[];
                            points_in_circulation: number;
                            /** @description How many have each permission. Admins may all of it without. */
                            permissions: {
                                name: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/dashboard/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The platform, in numbers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The platform, in numbers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: number;
                            active_users: number;
                            jobs: number;
                            open_jobs: number;
                            applications: number;
                            posts: number;
                            messages: number;
                            /** @description Accounts made on each of the last 30 days, by UTC; the last is today. */
                            sign_ups: {
                                /** Format: date */
                                date: string;
                                users: number;
                            }[];
                        };
                    };
                };
                /** @description Who makes the request is not known. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not allowed. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too busy, or without a database, for the moment. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What went wrong. */
        Error: {
            error: {
                /** @description What programs go by. */
                code: string;
                /** @description What people read. */
                message: string;
                /** @description Which fields of the request are wrong, and how. */
                details?: {
                    field: string;
                    problem: string;
                }[];
            };
            /** @description Names this request in the log. */
            request_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
