// Teknologiradar-botten in Azure: Azure Bot (Local, West Europe) with a managed identity, Container Apps, PostgreSQL on a
// network of its own, Key Vault. One resource group. Parsed by our tests, never deployed: docs/installation.md.
//   az deployment group create -g GROUP -f deploy/bicep/main.bicep -p @deploy/bicep/main.parameters.json -p databasePassword=…

targetScope = 'resourceGroup'

@description('Begins the name of everything, in small letters. Key Vault and PostgreSQL need names nobody else has; those end in a part made from the resource group.')
@minLength(3)
@maxLength(10)
param name string = 'radar'

@description('Where people’s words are kept.')
param location string = 'westeurope'

@description('The image of the bot, in a registry that the bot’s identity may pull from, by its digest.')
param image string

@description('The host of that registry, where the identity has to show who it is; empty where anybody may pull.')
param registry string = ''

@description('The public name of the bot, bound to the container app; empty for the name that Azure gives it.')
param domain string = ''

@description('The tenants whose people may use the bot, with commas between; empty for this tenant alone.')
param allowedTenants string = ''

@description('The public keys that editions may be signed with, two at least, with commas between; empty for none.')
param publicKeys string = ''

@description('The password of the database’s administrator. Letters and digits alone: it becomes part of an address.')
@secure()
@minLength(20)
param databasePassword string

@description('Days that the database’s own backups are kept. What is erased is in them until then.')
@minValue(7)
@maxValue(35)
param backupDays int = 7

var suffix = uniqueString(resourceGroup().id)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

module network 'network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
  }
}

module database 'database.bicep' = {
  name: 'database'
  params: {
    name: '${name}-${suffix}'
    location: location
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    password: databasePassword
    backupDays: backupDays
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: '${name}-${suffix}'
    location: location
    readerPrincipalId: identity.properties.principalId
    databaseUrl: 'postgresql+asyncpg://${database.outputs.user}:${databasePassword}@${database.outputs.host}/${database.outputs.database}?ssl=verify-full'
  }
}

module app 'app.bicep' = {
  name: 'app'
  params: {
    name: name
    location: location
    image: image
    registry: registry
    domain: domain
    subnetId: network.outputs.appsSubnetId
    subnetPrefix: network.outputs.appsSubnetPrefix
    identityId: identity.id
    identityClientId: identity.properties.clientId
    databaseUrlSecret: vault.outputs.databaseUrlSecret
    allowedTenants: allowedTenants
    publicKeys: publicKeys
    backupDays: backupDays
  }
}

module bot 'bot.bicep' = {
  name: 'bot'
  params: {
    name: '${name}-${suffix}'
    identityId: identity.id
    identityClientId: identity.properties.clientId
    endpoint: '${app.outputs.publicUrl}/api/messages'
  }
}

output publicUrl string = app.outputs.publicUrl
output appId string = identity.properties.clientId
