// Two bots behind Container Apps' own proxy, which has the certificate. A new revision takes over when it is ready.

param name string
param location string
param image string
param registry string
param domain string
param subnetId string
param subnetPrefix string
param identityId string
param identityClientId string
param databaseUrlSecret string
param allowedTenants string
param publicKeys string
param backupDays int

var appName = '${name}-bot'
var publicUrl = empty(domain) ? 'https://${appName}.${managed.properties.defaultDomain}' : 'https://${domain}'

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-log'
  location: location
  properties: {
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource managed 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: appName
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    managedEnvironmentId: managed.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
      registries: empty(registry) ? [] : [
        {
          server: registry
          identity: identityId
        }
      ]
      secrets: [
        {
          name: 'database-url'
          keyVaultUrl: databaseUrlSecret
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'bot'
          image: image
          resources: {
            cpu: json('1.0')
            memory: '2Gi'
          }
          env: [
            {
              name: 'TR_APP_TYPE'
              value: 'UserAssignedMSI'
            }
            {
              name: 'TR_APP_ID'
              value: identityClientId
            }
            {
              name: 'TR_TENANT_ID'
              value: tenant().tenantId
            }
            {
              name: 'TR_ALLOWED_TENANTS'
              value: allowedTenants
            }
            {
              name: 'TR_KL_PUBLIC_KEYS'
              value: publicKeys
            }
            // As long as a copy can come back, the bot has to know what was erased after it.
            {
              name: 'TR_BACKUP_DAYS'
              value: string(backupDays)
            }
            {
              name: 'TR_PUBLIC_URL'
              value: publicUrl
            }
            {
              name: 'TR_TRUSTED_PROXIES'
              value: '127.0.0.0/8,${subnetPrefix}'
            }
            // Whose certificates the database's is held against: those that the base image trusts.
            {
              name: 'PGSSLROOTCERT'
              value: '/etc/ssl/certs/ca-certificates.crt'
            }
            {
              name: 'TR_SECRETS_DIR'
              value: '/secrets'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 3
              failureThreshold: 40
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 10
              failureThreshold: 3
            }
            {
              // Not /readyz: with the database away the bot is still asked, and says in the chat that nothing is saved.
              type: 'Readiness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 5
              failureThreshold: 2
            }
          ]
          volumeMounts: [
            {
              volumeName: 'secrets'
              mountPath: '/secrets'
            }
            {
              volumeName: 'tmp'
              mountPath: '/tmp'
            }
          ]
        }
      ]
      terminationGracePeriodSeconds: 30
      scale: {
        minReplicas: 2
        maxReplicas: 2
      }
      volumes: [
        {
          name: 'secrets'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'database-url'
              path: 'tr_database_url'
            }
          ]
        }
        {
          name: 'tmp'
          storageType: 'EmptyDir'
        }
      ]
    }
  }
}

output publicUrl string = publicUrl
